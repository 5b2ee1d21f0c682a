/**
 * Shape of a Win32 row; `aadstsBasis` is apart because Microsoft documents the codes but not what
 * they become.
 */
import type { AadstsCode } from './aadsts.ts';
import type { Basis, SourceId } from './sources.ts';

export interface Win32Row {
  code: number;
  name: string;
  /**
   * The hex after `data` in an LDAP bind refusal (result 49). Absent where a bind never shows it.
   */
  ldapSubCode?: string;
  /** 0 for success. */
  aadsts: AadstsCode | 0;
  meaning: string;
  /** Of code, name and meaning. */
  basis: Basis;
  /** Of the `aadsts` column. */
  aadstsBasis: Basis;
  sources: readonly SourceId[];
  /** Other AADSTS codes that sources suggest; the note says why `aadsts` was chosen. */
  alternatives?: readonly AadstsCode[];
  note?: string;
}
