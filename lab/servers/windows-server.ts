/**
 * One agent's server. What runs follows from what is installed, wanted and up: every change of one
 * of them ends in `#settle`. The installation outlives the process and is always taken from the
 * running one, because a renewal replaces the certificate in it.
 */
import type { Installation } from '../../agent/installation.ts';
import { type AgentLog, createAgentLog } from '../../agent/log/agent-log.ts';
import { register } from '../../agent/register.ts';
import { type Agent, startAgent as startHere } from '../../agent/start-agent.ts';
import { isPreview, LATEST_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import type { AgentServerEffect } from '../../protocol/effects.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Vantage } from '../../runtime/ports.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { AgentServerEntry, ProxySetting, Site } from '../estate.ts';
import type {
  AgentServer,
  InstallOptions,
  Program,
  Service,
  UpgradeOptions,
} from './agent-server.ts';
import { canConnect } from './can-connect.ts';
import { judgeUpgrade } from './judge-upgrade.ts';
import { listPrograms } from './list-programs.ts';
import { describeMachine, type MachineState } from './machine-state.ts';
import { decideProxied } from './proxied.ts';
import { createUpdaterService, type UpdaterService } from './run-updater.ts';
import type { ServerParts } from './server-parts.ts';
import { type Caller, speaksTls12, vantageOf } from './server-vantage.ts';
import { standingEffects } from './standing-effects.ts';

export class WindowsServer implements AgentServer {
  readonly name: string;
  readonly site: string;
  readonly log: AgentLog;
  readonly #parts: ServerParts;
  readonly #place: Site;
  readonly #entry: AgentServerEntry;
  readonly #updater: UpdaterService;
  #installation: Installation | undefined;
  #agent: Agent | undefined;
  #hasUpdater = false;
  #hasConnector: boolean;
  #wanted: Readonly<Record<Service, boolean>> = { agent: true, updater: true };
  #isUp = true;
  #isInstalling = false;
  #startsAgain: Disposable | undefined;
  #proxySetting: ProxySetting;
  #effects: readonly AgentServerEffect[] = [];
  #isKeyDeleted = false;
  #lastSettled: Promise<void> = Promise.resolve();

  constructor(parts: ServerParts, name: string, place: Site) {
    this.name = name;
    this.site = place.name;
    this.#parts = parts;
    this.#updater = createUpdaterService(parts, this, () => this.#vantage('updater'));
    this.#place = place;
    this.#entry = place.servers?.[name] ?? {};
    this.#hasConnector = this.#entry.connector ?? false;
    this.#proxySetting = this.#entry.proxySetting ?? place.proxy?.setting ?? 'none';
    this.log = createAgentLog({
      machineName: name,
      onEvent: (entry) => parts.timeline.add({ kind: 'event', agent: name, ...entry }),
    });
  }

  get programs(): readonly Program[] {
    const [updater, connector] = [this.#hasUpdater, this.#hasConnector];
    return listPrograms({ agent: this.machine.version, updater, connector });
  }

  get machine(): MachineState {
    return describeMachine(this, this.#conditions());
  }

  get services(): AgentServer['services'] {
    return { agent: this.#agentService, updater: this.#updaterService };
  }

  get #agentService() {
    if (this.installation === undefined) return 'absent';
    return this.#agent?.running ? 'running' : 'stopped';
  }

  get #updaterService() {
    if (!this.#hasUpdater) return 'absent';
    const isStopped = this.#effects.some(({ kind }) => kind === 'stop-updater');
    return this.#isUp && this.#wanted.updater && !isStopped ? 'running' : 'stopped';
  }

  /** With the certificate of the latest renewal. */
  get installation(): Installation | undefined {
    return this.#agent?.installation ?? this.#installation;
  }

  get version(): string | undefined {
    return this.installation?.version;
  }

  get instanceId(): string | undefined {
    return this.installation?.agentId;
  }

  get agent(): Agent | undefined {
    return this.#agent;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get canConnect(): boolean {
    const { proxy } = this.#place;
    return canConnect(this.#entry, this.version, proxy, decideProxied(this.#proxySetting, proxy));
  }

  get proxySetting(): ProxySetting {
    return this.#proxySetting;
  }

  async install({ version = LATEST_AGENT_VERSION, administrator }: InstallOptions): Promise<void> {
    this.#refuseWhileDown();
    if (this.installation) this.#refuse('it has an agent already, and a server can have only one');
    if (isPreview(version)) this.#refuse('preview agents cannot be installed on other servers');
    const token = await this.#parts.token(administrator);
    if ('refused' in token) this.#refuse(`the administrator could not sign in: ${token.refused}`);
    const refused = await this.enroll(token, version, { tls12: speaksTls12(this.#conditions()) });
    if (refused !== undefined) this.#refuse(`it could not register: ${refused}`);
  }

  /** The installer's work once somebody has signed in. Gives back why it was refused. */
  async enroll(
    registrationToken: Secret,
    version: string,
    { tls12 }: { tls12: boolean },
  ): Promise<string | undefined> {
    const registered = await this.#register(registrationToken, version, tls12);
    if ('refused' in registered) return registered.refused;
    await this.adopt(registered);
    return undefined;
  }

  /** Starts what somebody else has registered: a copy of a machine starts this way. */
  async adopt(installation: Installation): Promise<void> {
    this.#installation = installation;
    this.#hasUpdater = this.#entry.updater ?? true;
    this.#isKeyDeleted = false;
    this.#wanted = { agent: true, updater: true };
    await this.#settle();
  }

  async upgrade({ version, installMs, rebootMs }: UpgradeOptions): Promise<void> {
    this.#refuseWhileDown();
    const { installation } = this;
    if (!installation) return this.#refuse('no agent is installed on it');
    if (this.#isInstalling) this.#refuse('another installation is under way on it');
    const why = judgeUpgrade(installation.version, version);
    if (why !== undefined) this.#refuse(why);
    this.#isInstalling = true;
    await this.#settle();
    await this.#parts.clock.sleep(installMs);
    this.#installation = { ...installation, version };
    this.#isInstalling = false;
    await (rebootMs === undefined ? this.#settle() : this.reboot(rebootMs));
  }

  async uninstall({ updaterToo }: { updaterToo: boolean }): Promise<void> {
    this.#refuseWhileDown();
    if (!this.installation) this.#refuse('no agent is installed on it');
    this.#wanted = { ...this.#wanted, agent: false };
    await this.#settle();
    this.#installation = undefined;
    this.#parts.agentGone(this.name);
    if (updaterToo) this.#hasUpdater = false;
    this.#updater.follow();
  }

  deleteCertificate(): void {
    if (!this.installation) this.#refuse('no agent is installed on it');
    this.#isKeyDeleted = true;
    this.#agent?.apply(this.#conditions());
  }

  setConnector(isInstalled: boolean): void {
    this.#hasConnector = isInstalled;
  }

  start(service: Service): Promise<void> {
    return this.#want(service, true);
  }

  stop(service: Service): Promise<void> {
    return this.#want(service, false);
  }

  restart(service: Service): Promise<void> {
    return this.stop(service).then(() => this.start(service));
  }

  async reboot(downMs: number): Promise<void> {
    const { clock, onTrouble } = this.#parts;
    await this.shutDown();
    this.#startsAgain = clock.at(clock.nowMs() + downMs, () => {
      this.#isUp = true;
      this.#settle().catch(onTrouble);
    });
  }

  setProxy(setting: ProxySetting): void {
    this.#proxySetting = setting;
  }

  async apply(effects: readonly AgentServerEffect[]): Promise<void> {
    this.#effects = effects;
    const heard = this.#agent?.apply(this.#conditions());
    this.#updater.follow();
    if (heard) await heard;
  }

  async shutDown(): Promise<void> {
    this.#startsAgain?.[Symbol.dispose]();
    this.#isUp = false;
    await this.#settle();
  }

  #conditions(): readonly AgentServerEffect[] {
    return [...standingEffects(this.name, this.#entry, this.#isKeyDeleted), ...this.#effects];
  }

  async #want(service: Service, isWanted: boolean): Promise<void> {
    if (this.services[service] === 'absent') this.#refuse(`it has no ${service} service`);
    this.#wanted = { ...this.#wanted, [service]: isWanted };
    await this.#settle();
  }

  /** One after the other: a stop must not overtake the start it is meant for. */
  #settle(): Promise<void> {
    const mine = this.#lastSettled.then(() => this.#settleOnce());
    this.#lastSettled = mine.catch(() => {});
    return mine;
  }

  async #settleOnce(): Promise<void> {
    this.#updater.follow();
    const { installation } = this;
    const isDue = this.#isUp && !this.#isInstalling && this.#wanted.agent;
    if (!isDue || !installation) return this.#end();
    if (this.#agent) return;
    const { clock, crypto, network, tenantId, timings, onTrouble, onVerdict } = this.#parts;
    const { controllers, directoryService, capacityOf, startAgent = startHere } = this.#parts;
    this.#agent = await startAgent({
      ...{ clock, crypto, network, tenantId, timings, installation, onTrouble },
      ...{ log: this.log, vantage: this.#vantage('service'), capacity: capacityOf(this.#entry) },
      dice: this.#parts.dice.fork(this.name),
      controllers: controllers(this.#place),
      ...(directoryService !== undefined && { directoryService }),
      effects: this.#conditions(),
      updaterStatus: () => (this.#updaterService === 'running' ? 'Running' : 'Stopped'),
      reinstall: () => this.#registerAnew(),
      ...(onVerdict && { onVerdict }),
    });
    this.#parts.agentStarted(this.name, this.#agent);
  }

  /** In good order; what is in flight is lost all the same (ED-SEC). */
  #end(): void {
    this.#installation = this.installation;
    this.#agent?.stop();
    this.#agent = undefined;
  }

  async #registerAnew(): Promise<Installation | { refused: string }> {
    const token = await this.#parts.token();
    const version = this.version ?? LATEST_AGENT_VERSION;
    return 'refused' in token ? token : this.#register(token, version, true);
  }

  #register(registrationToken: Secret, version: string, tls12: boolean) {
    const { clock, crypto, network, tenantId, timings } = this.#parts;
    return register({
      ...{ clock, crypto, network, tenantId, timings, version, registrationToken, tls12 },
      ...{ machineName: this.name, log: this.log, vantage: this.#vantage('installer') },
    });
  }

  #vantage(who: Caller): Vantage {
    return vantageOf(this.#parts, this.#place, this, who, this.#conditions());
  }

  #refuseWhileDown(): void {
    if (!this.#isUp) this.#refuse('it is down');
  }

  /** @throws LabError `CHANGE_REFUSED` */
  #refuse(why: string): never {
    throw new LabError('CHANGE_REFUSED', `${this.name}: ${why}.`);
  }
}
