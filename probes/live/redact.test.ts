import { expect, test } from 'vitest';
import { Secret } from '../../runtime/secret.ts';
import { redact } from './redact.ts';

test('what is kept names nobody and holds no secret', () => {
  const seen = {
    text: 'The user MIA@contoso.example sent Sommer(2026)+ and was refused.',
    claims: { iss: 'https://sts/', oid: 'o-1', name: 'Mia Muster', aud: 'app-1' },
    programs: [{ name: 'Authentication Agent', version: '1.5' }],
    rows: [{ userPrincipalName: 'noah@contoso.example', agentId: 'a-1' }],
    ...{ status: 400, tokens: null },
  };
  const named = { secrets: [new Secret('Sommer(2026)+')], userNames: ['mia@contoso.example'] };
  expect(redact(seen, named)).toEqual({
    text: 'The user [user] sent [secret] and was refused.',
    claims: { iss: 'https://sts/', aud: 'app-1' },
    programs: [{ name: 'Authentication Agent', version: '1.5' }],
    rows: [{ agentId: 'a-1' }],
    ...{ status: 400, tokens: null },
  });
});
