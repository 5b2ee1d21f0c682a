/** What real controllers say, and which are asked first. */
import { describe, expect, test } from 'vitest';
import { ERROR } from '../../../protocol/win32.ts';
import { findControllers, parseControllerUrl } from './find-controllers.ts';
import { judgeRefusal } from './judge-bind.ts';

function refusal(code: number | string, message = ''): Error {
  return Object.assign(new Error(message), { code });
}

describe('a refusal', () => {
  test.each([
    // Samba 4.17, observed
    [
      '80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1',
      1326,
    ],
    [
      '80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 775, v1db1',
      1909,
    ],
    ['no reason given', ERROR.LOGON_FAILURE],
  ])('with result 49 is what its data says: %s', (text, win32) => {
    expect(judgeRefusal(refusal(49, text))).toEqual({ win32 });
  });

  test('about the controller leads to another one; about the account it ends the round', () => {
    for (const code of [51, 52, 80]) expect(judgeRefusal(refusal(code))).toBe('ask-another');
    expect(judgeRefusal(refusal(34))).toEqual({ win32: ERROR.INVALID_ACCOUNT_NAME });
    expect(judgeRefusal(refusal(999))).toEqual({ win32: 1359 });
  });

  test('that is no LDAP answer is not judged', () => {
    expect(() => judgeRefusal(refusal('ECONNRESET'))).toThrow();
  });
});

describe('controllers', () => {
  test('named by SRV records come by priority, then by weight', async () => {
    const asked: string[] = [];
    const found = await findControllers(
      [parseControllerUrl('ldaps+srv://corp.example')],
      (name) => {
        asked.push(name);
        return Promise.resolve([
          { name: 'far', priority: 10, weight: 100 },
          { name: 'light', priority: 0, weight: 1 },
          { name: 'heavy', priority: 0, weight: 9 },
        ]);
      },
    );
    expect(asked).toEqual(['_ldap._tcp.dc._msdcs.corp.example']);
    expect(found.map(({ host }) => host)).toEqual(['heavy', 'light', 'far']);
    expect(found[0]?.port).toBe(636);
  });

  test('given by hand keep their order and port; a domain nobody knows names none', async () => {
    const urls = ['ldaps://b.example:10636', 'ldaps+srv://gone.example', 'ldaps://a.example'];
    const lookUp = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await findControllers(urls.map(parseControllerUrl), lookUp)).toEqual([
      { host: 'b.example', port: 10_636 },
      { host: 'a.example', port: 636 },
    ]);
  });

  test.each(['ldap://dc.example', 'ldaps://', 'dc.example', 'ldaps://dc.example/dc=corp'])(
    'cannot be given as %s',
    (text) => {
      expect(() => parseControllerUrl(text)).toThrow('Expected a directory as ldaps://host[:port]');
    },
  );

  test('given with a password are refused without repeating it', () => {
    const attempt = () => parseControllerUrl('ldaps://admin:hunter2@dc.example');
    expect(attempt).toThrow('got "ldaps://…@dc.example"');
  });
});
