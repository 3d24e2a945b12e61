/** The page of the live view. It is whole in itself: nothing is fetched but the events of the run. */

/** @param scenario its name, which holds no markup. @param script that of client.ts, as built. */
export function viewPage(scenario: string, script: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${scenario}: live</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${scenario}, live</h1><p id="status" role="status">waits for the first thread</p>
<p class="legend"><i data-state="W">W</i> working <i data-state="P">P</i> parked <i data-state="B">B</i> blocked <i data-state=".">.</i> idle</p></header>
<main id="designs"></main>
<template id="design"><section><h2><span class="name"></span> <small class="phase"></small></h2><div class="pools"></div>
<dl><dt>queue</dt><dd class="queue"></dd><dt>deletions pending</dt><dd class="pending"></dd><dt>late by</dt><dd class="late"></dd><dt>jobs</dt><dd class="jobs"></dd></dl></section></template>
<template id="pool"><div class="pool"><h3 class="name"></h3><p class="counts"></p><div class="threads" aria-hidden="true"></div></div></template>
<noscript>The live view needs JavaScript.</noscript>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
}

const STYLE = `
:root { --paper: #fff; --ink: #1b1f24; --faint: #59636e; --idle: #e3e6ea; --idle-ink: #59636e; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181c; --ink: #e8eaed; --faint: #a3acb6; --idle: #2b3138; --idle-ink: #a3acb6; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1400px; padding: 16px; background: var(--paper); color: var(--ink); font: 15px/1.4 system-ui, sans-serif; }
h1 { font-size: 20px; margin: 0; } h2 { font-size: 17px; margin: 12px 0 4px; } h3 { font-size: 15px; margin: 8px 0 0; }
small, .counts, #status, .legend { color: var(--faint); font-weight: normal; margin: 2px 0; }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 8px 32px; }
.threads { display: grid; grid-template-columns: repeat(auto-fill, 18px); gap: 2px; }
i { display: inline-block; width: 18px; height: 18px; border-radius: 3px; font: 600 11px/18px ui-monospace, monospace; text-align: center; background: var(--idle); color: var(--idle-ink); }
i[data-state="W"] { background: #009E73; color: #fff; }
i[data-state="P"] { background: repeating-linear-gradient(45deg, #D55E00 0 4px, #b34f00 4px 6px); color: #fff; }
i[data-state="B"] { background: #E69F00; color: #1b1f24; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 10px 0; } dt { color: var(--faint); } dd { margin: 0; font-family: ui-monospace, monospace; overflow: hidden; white-space: nowrap; }
`;
