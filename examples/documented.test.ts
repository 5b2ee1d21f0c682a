/** `docs/stand-in.md` shows these examples as they are: what is documented is what runs. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;
const page = readFileSync(path.join(folder, '../docs/stand-in.md'), 'utf8');
const examples = readdirSync(folder).filter((name) => name.endsWith('.e2e.test.ts'));

test.each(examples)('the page shows %s whole, but for its opening line', (name) => {
  const code = readFileSync(path.join(folder, name), 'utf8').split('\n').slice(1).join('\n');
  expect(page).toContain(`\`\`\`ts\n${code}\`\`\``);
});
