/** Plain values, as YAML and JSON give them, and the paths into them. */

export type Path = readonly (string | number)[];

export type PlainMap = { readonly [key: string]: unknown };

export function isMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `jobs.sync.steps.0` */
export function formatPath(path: Path): string {
  return path.join('.');
}

/** The value at a path, or undefined when there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isMap(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

export function startsWith(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((key, i) => String(key) === String(path[i]));
}
