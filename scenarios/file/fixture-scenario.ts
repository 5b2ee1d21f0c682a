/** A small scenario file for tests to break, and the sentence that a person reads then. */
import { parseScenario } from './parse.ts';

export const HEAD = [
  'title: T',
  'description: D',
  'steady-state:',
  '  - { probe: sign-in, expect: { result: 0 } }',
];

/** The method of these files begins on line 6. */
export const withMethod = (...steps: string[]) =>
  [...HEAD, 'method:', ...steps.map((step) => `  - ${step}`)].join('\n');

export const GOOD = withMethod('wait: 1s');

export function sentence(text: string): string {
  try {
    parseScenario('x.yaml', text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'parsed';
}
