import type { Frame, Runtime } from '../dumps/dump.ts';

/** Whose frames are the runtime's and its standard library's, by runtime; all others are the application's. */
const LIBRARY: Readonly<Record<Runtime, (frame: Frame) => boolean>> = {
  java: ({ function: name }) => /^(?:java|javax|jdk|sun|com\.sun)\./.test(name),
  python: ({ function: name, place }) =>
    PYTHON_NATIVE.test(place) || PYTHON_LIBRARY.test(place) || name === '' || /^0x/.test(name),
  go: ({ function: name }) => GO_LIBRARY.test(name),
  native: () => true,
};

const PYTHON_NATIVE = /\.so(?:\.\d+)*(?::\d+)?$|\.(?:c|h|cpp|cc|pyx|rs)(?::\d+)?$|^\[vdso\]|^$|^python[\d.]*$/;
/** Of the standard library's files, as plain dumps shorten them and as others write them out. */
const PYTHON_LIBRARY =
  /^<frozen |\/lib(?:64)?\/python3\.\d+\/(?!(?:site|dist)-packages\/)|^(?:threading|queue|socket|ssl|selectors|subprocess|socketserver|runpy|contextlib|functools|sched|signal|concurrent\/futures\/\w+|asyncio\/\w+|multiprocessing\/\w+|http\/\w+|urllib\/\w+)\.py(?::|$)/;
const GO_LIBRARY =
  /^(?:archive|bufio|bytes|cmp|compress|container|context|crypto|database|embed|encoding|errors|expvar|flag|fmt|hash|html|image|index|internal|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|structs|sync|syscall|testing|text|time|unicode|unique|unsafe|vendor|weak|golang\.org\/x)[./]/;

/** The number of the first frame of the application, from the innermost; −1 where there is none. */
export function applicationFrame(runtime: Runtime, frames: readonly Frame[]): number {
  return frames.findIndex((frame) => !LIBRARY[runtime](frame));
}
