/** What a token may be forged for. */
import { expect, test } from 'vitest';
import { quietLab } from '../people/stub-person.ts';
import { TOKEN_ROUTES } from './tokens.ts';

test.each(['nonsense', 'javascript:alert(1)', 'http://login.contoso.example'])(
  'an issuer cannot be under %s',
  async (origin) => {
    await using lab = await quietLab();
    const body = { kind: 'untouched', origin };
    const asked = { params: {}, query: new URLSearchParams(), body };
    await expect(TOKEN_ROUTES['POST /forge']?.(lab, asked)).rejects.toThrow(
      `Expected origin as an https URL, got "${origin}"`,
    );
  },
);
