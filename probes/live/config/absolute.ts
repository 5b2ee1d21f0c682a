/** Paths of a configuration count from where its file is, whatever folder the program runs in. */
import path from 'node:path';
import type { SecretRef, TargetAccount } from '../../target.ts';

export function absolute(ref: SecretRef, folder: string): SecretRef {
  return 'file' in ref ? { file: path.resolve(folder, ref.file) } : ref;
}

export function absoluteAccount(account: TargetAccount, folder: string): TargetAccount {
  return { ...account, password: absolute(account.password, folder) };
}
