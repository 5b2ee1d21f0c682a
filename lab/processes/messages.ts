/**
 * What a lab and an agent in a process of its own say to each other over Node's IPC channel, as
 * structured clones. Private keys pass here and nowhere else: no command line, no environment, no
 * file.
 */
import type { AgentOptions, Verdict } from '../../agent/start-agent.ts';
import type { Counters } from '../../agent/state.ts';
import type { WorkLoad } from '../../agent/work-load.ts';
import type { AgentServerEffect, PathEffect } from '../../protocol/effects.ts';
import type { EventName } from '../../protocol/events.ts';
import type { TimingName } from '../../protocol/timings.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import type { PackedInstallation } from './pack-installation.ts';

/** Of an agent's options what is neither a port nor a function. */
export type PlainOptions = Omit<
  AgentOptions,
  | ('clock' | 'crypto' | 'network' | 'dice' | 'log' | 'installation')
  | ('updaterStatus' | 'reinstall' | 'onVerdict' | 'onTrouble')
>;

export interface Start {
  options: PlainOptions;
  installation: PackedInstallation;
  crypto: LiveCrypto['kind'];
  /** Of the agent's own chance. */
  seed: string;
  /** Lab time, and the machine's at that moment. */
  labMs: number;
  machineMs: number;
  /** By site. */
  gatewayPorts: ReadonlyMap<string, number>;
  /** The other end of its road resolves names, and tells SRV records. */
  namesElsewhere: boolean;
  pathEffects: readonly PathEffect[];
  /** SRV records by name. */
  published: ReadonlyMap<string, readonly string[]>;
  updaterStatus: UpdaterStatus;
  tellsVerdicts: boolean;
  reinstalls: boolean;
}

export type UpdaterStatus = 'Running' | 'Stopped';

export type ToAgent =
  | { type: 'start'; start: Start }
  | { type: 'apply'; id: number; effects: readonly AgentServerEffect[] }
  | { type: 'path'; effects: readonly PathEffect[] }
  | { type: 'publish'; name: string; hosts: readonly string[] }
  | { type: 'updater'; status: UpdaterStatus }
  | { type: 'catch-up'; id: number; untilMs: number }
  | { type: 'reinstalled'; result: PackedInstallation | { refused: string } }
  | { type: 'stop' };

export type FromAgent =
  | { type: 'started' }
  /** What was asked with that number is done; lab time is that. */
  | { type: 'done'; id: number; atMs: number }
  | { type: 'state'; state: AgentStateNow }
  | { type: 'event'; event: EventName; message: string; atMs: number }
  | { type: 'trace'; requestId: string; reason: string; atMs: number }
  | { type: 'verdict'; verdict: Verdict }
  | { type: 'renewed'; installation: PackedInstallation }
  | { type: 'reinstall' }
  | { type: 'trouble'; code: string; message: string };

export interface AgentStateNow {
  running: boolean;
  counters: Counters;
  load: WorkLoad;
  /** Which timings it has read so far. */
  usedTimings: readonly TimingName[];
}

/** Of messages those that are answered, without the number that the answer brings back. */
export type Question<Message> =
  Extract<Message, { id: number }> extends infer One
    ? One extends { id: number }
      ? Omit<One, 'id'>
      : never
    : never;
