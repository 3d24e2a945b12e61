import type { Frame } from './dump.ts';

/** `java.base/` and `java.base@17.0.15/`: the module, which says nothing more. */
const MODULE = /^(?:[a-z][\w.]*(?:@[\w.+-]*)?|app\/)\//;

/** A frame such as `java.lang.Thread.sleep(java.base@17.0.15/Native Method)`. @param from where it begins in the text. */
export function javaFrame(text: string, from: number): Frame {
  const open = text.indexOf('(', from);
  if (open < 0) return { function: text.slice(from), place: '' };
  const close = text.lastIndexOf(')');
  const place = text.slice(open + 1, close > open ? close : undefined);
  return { function: text.slice(from, open).replace(MODULE, ''), place: place.replace(MODULE, '') };
}
