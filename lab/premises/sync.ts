/**
 * The Connect server: brings what changed in the directory to the cloud, and writes passwords back.
 * Users travel every 30 minutes of lab time, password hashes every two, counted from the start of
 * the lab. A timer runs only while something waits, so that a lab where nothing changes pays
 * nothing.
 */
import type { AccountChange, ChangeKind } from '../../directory/change-feed.ts';
import type { AccountDirectory } from '../../directory/domain.ts';
import type { ConnectServer } from '../../mock-entra/mock-entra.ts';
import type { WritebackOutcome } from '../../mock-entra/sign-in/change-password.ts';
import type { CloudSync, DirectoryChange } from '../../mock-entra/tenant/sync.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Clock } from '../../runtime/ports.ts';

export interface SyncOptions {
  clock: Clock;
  timings: Pick<Timings, 'deltaSyncIntervalMs' | 'passwordHashSyncIntervalMs'>;
  domain: Pick<AccountDirectory, 'changedSince' | 'accounts' | 'changePassword'>;
  /** Is there a domain controller that answers? */
  reachable(): boolean;
  /** Does the primary run? Default: yes, always. */
  synchronises?(): boolean;
}

export interface SyncReport {
  atMs: number;
  outcome: 'done' | 'directory-unreachable' | 'connect-down';
  created: number;
  updated: number;
  removed: number;
  /** Password hashes that were new to the cloud. */
  passwords: number;
  refused: readonly { userName: string; reason: string }[];
}

export interface Sync {
  /** `Start-ADSyncSyncCycle -PolicyType Delta`, and the password hashes with it if they are on. */
  force(): Promise<SyncReport>;
  /** Of the latest cycle that ran. */
  last(): SyncReport | undefined;
  /** When the oldest change came that no cycle has taken yet; undefined: nothing waits. */
  waitingSinceMs(): number | undefined;
}

export interface Connect extends ConnectServer, Disposable {
  readonly sync: Sync;
  /** Called once, as soon as there is a cloud to synchronise to. */
  attach(cloud: CloudSync): void;
  /** The directory's bell: something of that kind has changed. */
  changed(kind: ChangeKind): void;
}

export function createConnect(options: SyncOptions): Connect {
  const { clock, timings, domain } = options;
  const startMs = clock.nowMs();
  const intervalMs: Readonly<Record<ChangeKind, number>> = {
    account: timings.deltaSyncIntervalMs,
    password: timings.passwordHashSyncIntervalMs,
  };
  const timers = new Map<ChangeKind, Disposable>();
  const cycles = createCycles(options);
  const { run, note, waitingSinceMs } = keepBacklog(cycles, clock);

  function schedule(kind: ChangeKind): void {
    if (!cycles.isOn(kind)) return;
    note(kind);
    if (timers.has(kind)) return;
    const passed = Math.floor((clock.nowMs() - startMs) / intervalMs[kind]);
    const dueMs = startMs + (passed + 1) * intervalMs[kind];
    timers.set(
      kind,
      clock.at(dueMs, () => {
        timers.delete(kind);
        if (run([kind]).outcome !== 'done') schedule(kind);
      }),
    );
  }

  return {
    attach: cycles.attach,
    changed: schedule,
    settingsChanged({ passwordHashSync }) {
      if (passwordHashSync) schedule('password');
      else cycles.forgetHashes();
    },
    async writeback({ userPrincipalName, ...passwords }): Promise<WritebackOutcome> {
      if (!options.reachable() || !isUp(options)) return 'unreachable';
      const outcome = domain.changePassword(userPrincipalName, passwords);
      // A password written back counts in the cloud at once, synchronised or not: assumed.
      if (outcome === 'changed') run(['password']);
      return outcome;
    },
    sync: {
      ...{ last: cycles.last, waitingSinceMs },
      force: async () => run(['account', 'password']),
    },
    [Symbol.dispose]() {
      for (const timer of timers.values()) timer[Symbol.dispose]();
      timers.clear();
    },
  };
}

function isUp({ synchronises = () => true }: SyncOptions): boolean {
  return synchronises();
}

/** Since when what waits: what a cycle took waits no longer. */
function keepBacklog(cycles: Pick<Cycles, 'run'>, clock: Clock) {
  const waiting = new Map<ChangeKind, number>();
  return {
    note(kind: ChangeKind) {
      if (!waiting.has(kind)) waiting.set(kind, clock.nowMs());
    },
    run(kinds: readonly ChangeKind[]): SyncReport {
      const report = cycles.run(kinds);
      if (report.outcome === 'done') for (const kind of kinds) waiting.delete(kind);
      return report;
    },
    waitingSinceMs: () => [...waiting.values()].sort((one, other) => one - other)[0],
  };
}

interface Cycles {
  attach(cloud: CloudSync): void;
  isOn(kind: ChangeKind): boolean;
  run(kinds: readonly ChangeKind[]): SyncReport;
  last: Sync['last'];
  /** The next hash cycle is a full one again. */
  forgetHashes(): void;
}

/** What one cycle does, whoever started it. */
function createCycles(options: SyncOptions): Cycles {
  const { clock, domain, reachable } = options;
  let cloud: CloudSync | undefined;
  let last: SyncReport | undefined;
  const markers: Record<ChangeKind, number> = { account: 0, password: 0 };
  /** ED-PHS: the first time it is switched on, all passwords are synchronised. */
  let allHashes = true;

  const isOn = (kind: ChangeKind) =>
    cloud !== undefined && (kind === 'account' || cloud.settings().passwordHashSync);

  function changesOf(kind: ChangeKind): readonly AccountChange[] {
    const all = kind === 'password' && allHashes;
    const page = domain.changedSince(kind, markers[kind]);
    markers[kind] = page.marker;
    if (kind === 'password') allHashes = false;
    if (!all) return page.changes;
    return [...domain.accounts()].map((account) => {
      return { id: account.id, createdAs: account.createdAs, account };
    });
  }

  function run(kinds: readonly ChangeKind[]): SyncReport {
    const report = emptyReport(clock.nowMs());
    last = report;
    if (!isUp(options)) return Object.assign(report, { outcome: 'connect-down' });
    if (!reachable()) return Object.assign(report, { outcome: 'directory-unreachable' });
    for (const kind of kinds.filter(isOn)) {
      // Hashes of accounts that were disabled before anything was synchronised must open nothing.
      const full = kind === 'password' && allHashes;
      for (const change of changesOf(kind)) {
        if (cloud && full) bring(cloud, 'account', change, report);
        if (cloud) bring(cloud, kind, change, report);
      }
    }
    return report;
  }

  return {
    attach(target) {
      cloud = target;
    },
    isOn,
    run,
    last: () => last,
    forgetHashes() {
      allHashes = true;
    },
  };
}

type OpenReport = { -readonly [Name in keyof SyncReport]: SyncReport[Name] } & {
  refused: { userName: string; reason: string }[];
};

function emptyReport(atMs: number): OpenReport {
  return {
    ...{ atMs, outcome: 'done', refused: [] },
    ...{ created: 0, updated: 0, removed: 0, passwords: 0 },
  };
}

function bring(
  cloud: CloudSync,
  kind: ChangeKind,
  change: AccountChange,
  report: OpenReport,
): void {
  const { account } = change;
  if (kind === 'password') {
    if (account === undefined) return;
    const { salt, digest } = account;
    if (cloud.setHash(renderChange(change), { salt, digest })) report.passwords += 1;
    return;
  }
  const decision = cloud.apply(renderChange(change));
  if (decision.kind === 'create') report.created += 1;
  if (decision.kind === 'update') report.updated += 1;
  if (decision.kind === 'remove') report.removed += 1;
  if ('refused' in decision && decision.refused !== undefined) {
    const userName = account?.userPrincipalName ?? change.createdAs;
    report.refused.push({ userName, reason: decision.refused });
  }
}

function renderChange({ id, createdAs, account }: AccountChange): DirectoryChange {
  return {
    immutableId: id,
    knownAs: createdAs,
    ...(account && {
      account: {
        userPrincipalName: account.userPrincipalName,
        enabled: account.disabled !== true,
      },
    }),
  };
}
