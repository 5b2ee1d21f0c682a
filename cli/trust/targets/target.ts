/**
 * What a program of this machine needs to trust the lab's CA. Planning only looks; every step is
 * data, so that it can be shown, recorded, done and undone by one interpreter (`steps.ts`).
 */
export interface TrustPlace {
  /** The lab's CA, PEM; absolute. */
  caFile: string;
  /** Folder inside the state folder for what is made; absolute. */
  folder: string;
  home: string;
  platform: NodeJS.Platform;
  /** Where a program of that name is, if it is. */
  find(program: string): string | undefined;
  /** What a program says; undefined if it fails. */
  ask(program: string, args: readonly string[]): string | undefined;
  exists(file: string): boolean;
  /** Names of the entries of a folder; none if it is not there. */
  list(folder: string): readonly string[];
}

export type TrustStep =
  /** A copy of the machine's roots with the lab's CA behind them. */
  | { kind: 'bundle'; file: string }
  /** A copy of a Java truststore with the lab's CA in it. */
  | { kind: 'java-store'; keytool: string; from: string; file: string }
  /** One entry in a certificate database of the user's. */
  | { kind: 'nss'; certutil: string; database: string; nickname: string };

export type TrustPlan =
  | { possible: false; because: string }
  | {
      possible: true;
      steps: readonly TrustStep[];
      /** Of new login shells. */
      variables: Readonly<Record<string, string>>;
    };

export interface TrustTarget {
  id: string;
  /** Which programs that are. */
  title: string;
  plan(place: TrustPlace): TrustPlan;
}
