import { type ViewMessage, ViewServer } from '../live/view-server.ts';
import { viewClient } from '../run/assets.ts';
import { viewPage } from '../view/page/page.ts';
import { openFile } from './open.ts';

/** The live view of a run in a browser, for as long as it goes on. */
export class LivePage {
  readonly url: string;
  readonly #server: ViewServer;

  private constructor(url: string, server: ViewServer) {
    this.url = url;
    this.#server = server;
  }

  /** Serves it, and opens it where the desktop has a browser. @param scenario its name. */
  static async open(scenario: string): Promise<LivePage> {
    const server = new ViewServer(viewPage(scenario, viewClient()));
    const url = await server.open();
    await openFile(url);
    return new LivePage(url, server);
  }

  tell(message: ViewMessage): void {
    this.#server.tell(message);
  }

  /** Ends with the run. @param report where its page is; null where there is none. */
  async close(report: string | null): Promise<void> {
    await this.#server.close(report);
  }
}
