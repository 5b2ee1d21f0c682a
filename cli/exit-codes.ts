/**
 * Exit codes: one meaning each, because scripts rest on them. `--help` prints this table. Of
 * several runs the gravest counts; the order of the rows below is from harmless to grave.
 */
import type { Journal } from '../scenarios/journal/journal.ts';

export const EXIT_CODES = {
  pass: { code: 0, meaning: 'passed, or done' },
  inconclusive: { code: 3, meaning: 'inconclusive: too little was seen, or the harness broke' },
  fail: { code: 1, meaning: 'failed: what was expected did not come (deviated)' },
  usage: { code: 2, meaning: 'wrong usage or bad input: nothing was started' },
  environment: { code: 4, meaning: 'this machine or pta-lab itself: busy port, unreadable folder' },
  rollback: { code: 5, meaning: 'the rollback failed: a fault may still be on' },
  interrupted: {
    code: 130,
    meaning: 'interrupted (Ctrl-C); taken back, unless the rollback is “never”',
  },
} as const;

/** Of `load` only, and k6's own: whoever ran k6 before reads them as before. */
const LOAD_EXIT_CODES = [
  { code: 99, meaning: 'load: a threshold was crossed, or had no samples' },
  { code: 105, meaning: 'load: interrupted (Ctrl-C); the report shows the part that was run' },
  { code: 107, meaning: 'load: k6: the script threw an exception (104: bad configuration)' },
  { code: 108, meaning: 'load: k6: the script ended the test; other codes of k6 pass through too' },
] as const;

export type Ending = keyof typeof EXIT_CODES;

const ORDER = Object.keys(EXIT_CODES) as Ending[];

export function gravestEnding(endings: readonly Ending[]): Ending {
  return ORDER[Math.max(0, ...endings.map((ending) => ORDER.indexOf(ending)))] ?? 'pass';
}

export function endingOf(journal: Journal): Ending {
  if (journal.rollbacks.some((step) => step.status !== 'succeeded')) return 'rollback';
  if (journal.status === 'interrupted') return 'interrupted';
  return journal.verdict;
}

/** A LabError's code starts with what it is about: these are the caller's own input. */
const INPUT =
  /^((SCENARIO|TENANT|TARGET|FAULT|CHANGE|PROBES?|USAGE|ESTATE|CLOCK|CONTROL)_|LOAD_(?!K6)|STATE_(OF_ANOTHER|DAMAGED)$)/;

export function endingOfError(code: string): Ending {
  if (code === 'INTERRUPTED') return 'interrupted';
  return INPUT.test(code) ? 'usage' : 'environment';
}

export function renderExitCodes(): string {
  const all = [...Object.values(EXIT_CODES), ...LOAD_EXIT_CODES];
  const rows = all.sort((a, b) => a.code - b.code);
  const lines = rows.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  return `\nExit codes:\n${lines.join('\n')}\n`;
}

export function endWith(ending: Ending): void {
  process.exitCode = EXIT_CODES[ending].code;
}
