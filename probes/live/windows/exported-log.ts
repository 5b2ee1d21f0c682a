/**
 * Files that somebody brought from a server: events as XML, the trace file, counters as CSV or
 * JSON. They say nothing of services or certificates, so `agent-host` stays open; and all of a file
 * is looked at, however long ago it was written.
 */
import { readFile } from 'node:fs/promises';
import { LabError } from '../../../runtime/lab-error.ts';
import type { LoggedEvent, ServerPort, TracedFailure } from '../../probe-ports.ts';
import { asObject, parseJsonList, parseJsonObject } from '../../wire/json.ts';
import { readCounters } from './parse-look.ts';
import { readEventXml, readTrace, unreadable } from './read-events.ts';

const BYTES_MAX = 64 * 1024 * 1024;

interface Exported {
  computer?: string | undefined;
  events?: readonly LoggedEvent[];
  failures?: readonly TracedFailure[];
  counters?: Readonly<Record<string, number>>;
}

/**
 * @throws LabError `USAGE_LOG` if a file cannot be opened; what cannot be understood in it is told
 *   by each question, as `PROBE_SERVER`.
 */
export async function openExportedLogs(files: readonly string[]): Promise<ServerPort> {
  const texts = await Promise.all(files.map(async (file) => ({ file, text: await open(file) })));
  const read = () => texts.map(({ file, text }) => readExport(text, file));
  const named = texts.length === 1 ? (texts[0]?.file ?? '') : `${texts.length} files`;
  return {
    name: nameIn(texts) ?? named,
    async describe() {
      const sentence =
        'Exported logs say nothing of services, versions or certificates: run agent-host on the server.';
      throw new LabError('PROBE_SERVER', sentence);
    },
    async events(sinceMs) {
      const all = read().flatMap(({ events = [] }) => events);
      const fromMs = spanFrom(read(), sinceMs);
      return all
        .filter(({ atMs }) => atMs >= fromMs)
        .toSorted((one, other) => one.atMs - other.atMs);
    },
    counters: async () => read().find(({ counters }) => counters !== undefined)?.counters,
    async failures(sinceMs) {
      const fromMs = spanFrom(read(), sinceMs);
      return read()
        .flatMap(({ failures = [] }) => failures)
        .filter(({ atMs }) => atMs >= fromMs);
    },
  };
}

/** Everything that somebody brought was meant to be looked at, however old it is. */
function spanFrom(exports: readonly Exported[], sinceMs: number): number {
  const entries = exports.flatMap(({ events = [], failures = [] }) => [...events, ...failures]);
  return entries.reduce((least, { atMs }) => Math.min(least, atMs), sinceMs);
}

function nameIn(texts: readonly { file: string; text: string }[]): string | undefined {
  return texts
    .map(({ text }) => /<Computer>([^<]+)<\/Computer>/.exec(text)?.[1])
    .find((name) => name !== undefined);
}

async function open(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const sentence = `--log: expected a file that can be read, got ${cause.code} for "${file}"`;
    throw new LabError('USAGE_LOG', sentence, { cause });
  });
  if (bytes.length > BYTES_MAX) {
    const sentence = `--log: expected at most ${BYTES_MAX / 1_048_576} MB, got "${file}" with more`;
    throw new LabError('USAGE_LOG', sentence);
  }
  // What PowerShell redirects into a file is UTF-16.
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isWide ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}

function readExport(text: string, file: string): Exported {
  if (text.startsWith('ElfFile')) {
    const how = `wevtutil qe "${file}" /lf:true /f:RenderedXml > events.xml`;
    throw unreadable(file, `XML (run: ${how})`, 'Windows’ binary format');
  }
  const start = text.trimStart();
  if (start.startsWith('<')) return readEventXml(text, file);
  if (start.startsWith('{')) return { ...readCounterJson(text, file) };
  if (start.startsWith('[')) return { events: readEventJson(text, file) };
  if (/^"?\(PDH-CSV/.test(start)) return { ...readCounterCsv(start, file) };
  if (/authentication request failed/i.test(text)) return { failures: readTrace(text) };
  throw unreadable(file, 'events as XML, a trace of the agent, or its counters', 'something else');
}

function readCounterJson(text: string, file: string): Exported {
  const counters = readCounters(parseJsonObject(text));
  if (counters === undefined) throw unreadable(file, 'counters of the agent', 'other JSON');
  return { counters };
}

/** As `pta-lab servers events --format json` and the control API print them. */
function readEventJson(text: string, file: string): readonly LoggedEvent[] {
  const list = parseJsonList(text);
  if (list === undefined) throw unreadable(file, 'a JSON list of events', 'damaged JSON');
  return list.map((value, at) => {
    const { channel, id, level, atMs, message } = asObject(value) ?? {};
    if (typeof id !== 'number' || typeof atMs !== 'number') {
      throw unreadable(`${file}, event ${at + 1}`, 'an id and a time', 'none');
    }
    const word = level === 'error' || level === 'warning' ? level : 'information';
    return { channel: String(channel), id, level: word, atMs, message: String(message ?? '') };
  });
}

/** The last line of what `relog` or `typeperf` writes: paths above, values below. */
function readCounterCsv(text: string, file: string): Exported {
  const lines = text.trim().split(/\r?\n/).map(cellsOf);
  const [head = [], last = []] = [lines[0], lines.at(-1)];
  const named = head.map((path, at) => [path.split('\\').at(-1) ?? '', Number(last[at])] as const);
  const values = named.filter(([, value]) => Number.isFinite(value));
  const counters = lines.length > 1 ? readCounters(Object.fromEntries(values)) : undefined;
  if (counters === undefined) throw unreadable(file, 'counters of the agent', 'other counters');
  return { counters };
}

function cellsOf(line: string): readonly string[] {
  return line.split('","').map((cell) => cell.replaceAll('"', '').trim());
}
