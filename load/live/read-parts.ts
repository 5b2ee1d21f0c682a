/**
 * Files of a distributed run: those named, and of folders all that may be parts, runs of
 * `pta-lab load` in subfolders among them. A runner that left samples and a summary counts once.
 */
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { LabError } from '../../runtime/lab-error.ts';
import { parsePart } from '../join/parse-part.ts';
import type { Part, PartText } from '../join/part.ts';
import type { LoadOptions } from '../load-test.ts';

/** @throws LabError `LOAD_PART`, `LOAD_SUMMARY` */
export function readParts(places: readonly string[]): Part[] {
  const forms = places.flatMap(filesAt).map((file) => {
    return { runner: runnerOf(file), form: parsePart(nameOf(file), openText(file), file) };
  });
  const thresholds = joinExpressions(forms.map(({ form }) => form.thresholds));
  const runners = Map.groupBy(forms, ({ runner }) => runner);
  return [...runners.values()].map((own) => {
    const parts = own.map(({ form }) => form.toPart(thresholds));
    return parts.find(({ run }) => run.latency.histogram !== undefined) ?? first(parts);
  });
}

type Thresholds = LoadOptions['thresholds'];

/** k6's summaries know thresholds that its samples do not. */
function joinExpressions(all: readonly Thresholds[]): Thresholds {
  const joined: Record<string, string[]> = {};
  for (const [metric, expressions] of all.flatMap((one) => Object.entries(one))) {
    joined[metric] = [...new Set([...(joined[metric] ?? []), ...expressions])];
  }
  return joined;
}

function first(parts: readonly Part[]): Part {
  const [part] = parts;
  if (part) return part;
  throw new LabError('LOAD_PART', 'Expected files of parts, got none.');
}

const ENDING = /\.(json|jsonl|ndjson|csv)$/;

function filesAt(place: string): string[] {
  if (!isFolder(place)) return [place];
  const entries = readdirSync(place, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && ENDING.test(entry.name));
  const nested = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(place, name, 'summary.json'))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  const found = [...files.map(({ name }) => path.join(place, name)), ...nested].toSorted();
  if (found.length > 0) return found;
  const sentence = `${place}: expected parts of a load run (*.json, *.csv, */summary.json), found none.`;
  throw new LabError('LOAD_PART', sentence);
}

function isFolder(place: string): boolean {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found) return found.isDirectory();
  throw new LabError('LOAD_PART', `${place}: expected a file or folder with parts, found nothing.`);
}

/** `summary-3.json` and `samples-3.json` are of one runner. */
function runnerOf(file: string): string {
  const number = /-(\d+)\.\w+$/.exec(file)?.[1];
  return number === undefined ? file : `${path.dirname(file)}#${Number(number)}`;
}

function nameOf(file: string): string {
  const name = path.basename(file).replace(ENDING, '');
  return name === 'summary' ? path.basename(path.dirname(path.resolve(file))) : name;
}

const HEAD_BYTES = 65_536;
const CHUNK_BYTES = 4_194_304;

function openText(file: string): PartText {
  const [head = ''] = reading(file, () => [...chunksOf(file, HEAD_BYTES, 1)]);
  return {
    head,
    lines: () => linesOf(chunksOf(file, CHUNK_BYTES)),
    whole: () => reading(file, () => readFileSync(file, 'utf8')),
  };
}

function* chunksOf(file: string, bytes: number, most = Number.POSITIVE_INFINITY) {
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(bytes);
  const open = openSync(file, 'r');
  try {
    for (let count = 0; count < most; count++) {
      const read = readSync(open, chunk);
      if (read === 0) break;
      yield decoder.decode(chunk.subarray(0, read), { stream: true });
    }
  } finally {
    closeSync(open);
  }
}

function* linesOf(chunks: Iterable<string>): Generator<string> {
  let rest = '';
  for (const chunk of chunks) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const sentence = `${file}: expected a part of a load run that can be read, got ${code}.`;
    throw new LabError('LOAD_PART', sentence, { cause: error });
  }
}
