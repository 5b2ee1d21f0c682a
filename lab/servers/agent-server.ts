/**
 * The contract of an agent's server: a Windows machine as far as PTA meets it. Programs come and
 * go, services run or do not, and the installed agent keeps its identity over restarts. Names of
 * programs are as Programs and Features shows them. What takes lab time has to be driven, as all
 * work in virtual time.
 */
import type { AgentLog } from '../../agent/log/agent-log.ts';
import type { Agent } from '../../agent/start-agent.ts';
import type { AgentServerEffect } from '../../protocol/effects.ts';
import type { ProxySetting } from '../estate.ts';
import type { MachineState } from './machine-state.ts';

export interface AgentServer {
  readonly name: string;
  readonly site: string;
  readonly programs: readonly Program[];
  readonly services: Readonly<Record<Service, ServiceState>>;
  /** As in `protocol/agent-versions.ts`; absent where no agent is installed. */
  readonly version: string | undefined;
  /** The registry's InstanceID; stays over an upgrade, new with each registration. */
  readonly instanceId: string | undefined;
  /** The running process, whoever it is by now. */
  readonly agent: Agent | undefined;
  /** Event log and trace, over restarts and new installations. */
  readonly log: AgentLog;
  /** What the agent's service knows of the site's proxy. */
  readonly proxySetting: ProxySetting;
  /** As its own tools show it; nobody can look while it is down. */
  readonly machine: MachineState;
  /** False while the machine restarts. */
  readonly isUp: boolean;
  /** @throws LabError `CHANGE_REFUSED`: already installed, refused by the cloud, no TLS 1.2. */
  install(options: InstallOptions): Promise<void>;
  /** Over the top: same id, no credentials. @throws LabError `CHANGE_REFUSED` */
  upgrade(options: UpgradeOptions): Promise<void>;
  /**
   * The updater is a program of its own, and stays where nobody removes it.
   *
   * @throws LabError `CHANGE_REFUSED` if there is nothing to uninstall.
   */
  uninstall(options: { updaterToo: boolean }): Promise<void>;
  /**
   * From the machine's store, key and all: nothing brings it back but a new installation.
   *
   * @throws LabError `CHANGE_REFUSED` if no agent is installed.
   */
  deleteCertificate(): void;
  /** A private network connector, beside the agent or without it. */
  setConnector(isInstalled: boolean): void;
  /** @throws LabError `CHANGE_REFUSED` if the service is absent. */
  start(service: Service): Promise<void>;
  /** It stays stopped over a restart of the machine, until somebody starts it. */
  stop(service: Service): Promise<void>;
  restart(service: Service): Promise<void>;
  /** Everything is down for that long, then the services start again. Returns at once. */
  reboot(downMs: number): Promise<void>;
  /** Takes effect with the next start of the service, as the file it is written in. */
  setProxy(setting: ProxySetting): void;
  /** Replaces the effects. One is new if the object is new. */
  apply(effects: readonly AgentServerEffect[]): Promise<void>;
  /** Power off, for good. */
  shutDown(): Promise<void>;
}

export type Service = 'agent' | 'updater';

export interface InstallOptions {
  /** Default: the latest. */
  version?: string;
  /** Default: an administrator of the tenant who may. */
  administrator?: { userName: string; password: string };
}

export interface UpgradeOptions {
  version: string;
  /** How long the service is down for it. */
  installMs: number;
  /** Where the installer could not replace all files: how long the server is down then. */
  rebootMs?: number;
}

export interface Program {
  name: string;
  version?: string;
}

export type ServiceState = 'running' | 'stopped' | 'absent';

/** All of them, and those that come and go by changes. */
export interface AgentServers {
  readonly servers: ReadonlyMap<string, AgentServer>;
  /** A new machine without an agent. @throws LabError `CHANGE_REFUSED` if the name is taken. */
  addServer(name: string, site: string): AgentServer;
  /** The same machine again, with its key and certificate, under another name. */
  cloneServer(name: string, cloneName: string): Promise<AgentServer>;
  removeServer(name: string): Promise<void>;
}
