import { dirname, relative, sep } from 'node:path';
import { type Disk, isLink } from './disk.ts';
import { Occupied } from './occupied.ts';

/** The disk for what happens inside one folder: before every change it looks whether a link on the way leads out of it. The folder itself may be reached by one. */
export function within(folder: string, on: Disk): Disk {
  const inside = (path: string): string => {
    for (let way = dirname(path); relative(folder, way) !== ''; way = dirname(way)) {
      const inner = relative(folder, way);
      if (inner.startsWith('..')) throw new Error(`${path} is not in ${folder}`);
      if (isLink(way)) {
        const name = inner.split(sep).join('/');
        throw new Occupied(`a folder in which ${name} is a folder of its own`, 'a link of that name');
      }
    }
    return path;
  };
  return {
    makeFolder: (path) => on.makeFolder(inside(path)),
    write: (path, content, isNew) => on.write(inside(path), content, isNew),
    claim: (path, content, draft) => on.claim(inside(path), content, draft),
    rename: (from, to) => on.rename(inside(from), inside(to)),
    remove: (path) => on.remove(inside(path)),
    removeFolder: (path) => on.removeFolder(inside(path)),
  };
}
