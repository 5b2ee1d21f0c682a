/**
 * Messages of event logs name people, as Windows writes them: user principal names,
 * `DOMAIN\name`, account SIDs. None of them leaves the server; codes, hosts, paths and ids stay.
 */
const PEOPLE: readonly [RegExp, string][] = [
  [/[^\s@<>()"',;:]+@[^\s@<>()"',;:]+/g, '[person]'],
  [/(?<![\\\w.:-])[A-Za-z0-9.-]+\\[^\s\\<>()"',;]+(?![^\s"',;]*\\)/g, '[person]'],
  [/\bS-1-5-21(-\d+){2,}/g, '[person]'],
];

export function withoutPeople(text: string): string {
  return PEOPLE.reduce((clean, [pattern, put]) => clean.replaceAll(pattern, put), text);
}
