/** The AADSTS codes that faults bring about, in the words of users, portal and documents. */
import type { Fault } from '../../lab/faults/fault.ts';
import { completeParameters } from '../../lab/places.ts';
import { AADSTS, isAadstsCode } from '../../protocol/aadsts.ts';
import { eventRow } from '../../protocol/events.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { combinationsOf } from '../catalogue/combinations.ts';

export function userText(code: number): string {
  return code === 0 ? 'signs in' : `[AADSTS${code}](#codes)`;
}

export function claimsOf(fault: Fault) {
  return combinationsOf(fault).flatMap((given) =>
    fault.symptoms(timingsWith(), completeParameters('FAULT', fault, given)),
  );
}

/** Of right passwords: what a wrong one brings is in the table. */
export function renderUsersRead(fault: Fault): string {
  const codes = claimsOf(fault).flatMap(({ results }) => results['right-password'] ?? []);
  const texts = [...new Set(codes)]
    .filter(isAadstsCode)
    .map((code) => `“${AADSTS[code].text}” (${code})`);
  return texts.length > 0 ? `**Users read:** ${texts.join('; ')}` : '';
}

export function renderCodes(faults: readonly Fault[]): string {
  const claimed = faults
    .flatMap(claimsOf)
    .flatMap(({ results, log = [] }) => [...Object.values(results).flat(), ...log]);
  const codes = [...new Set(claimed)].filter(isAadstsCode).sort((a, b) => a - b);
  const rows = codes.map((code) => {
    const { text, reason, advice, basis } = AADSTS[code];
    const cells = [code, text, reason, advice, basis].map((cell) => String(cell));
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const head = [
    '## Codes',
    '',
    '| AADSTS | What users read | Sign-in log (portal) | What the documents advise | Basis |',
    '| --- | --- | --- | --- | --- |',
  ];
  return `${[...head, ...rows].join('\n')}\n`;
}

/** A reader at a real server has to know which ids there are none of. */
export function renderEvents(faults: readonly Fault[]): string {
  const claimed = faults.flatMap(claimsOf).flatMap(({ events }) => events);
  const rows = [...new Set(claimed)]
    .sort((a, b) => a - b)
    .flatMap((id) => eventRow(id) ?? [])
    .map(
      ({ id, level, title, basis, note }) => `| ${id} | ${level} | ${title} | ${basis} | ${note} |`,
    );
  const head = [
    '## Events',
    '',
    '| Id | Level | Title | Basis | Note |',
    '| --- | --- | --- | --- | --- |',
  ];
  return `${[...head, ...rows].join('\n')}\n`;
}
