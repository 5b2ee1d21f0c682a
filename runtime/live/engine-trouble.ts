/**
 * What a container engine says when it cannot, as one sentence of ours. It is read from the text,
 * because Docker, compose and libraries above them agree on nothing else; what nobody knows is
 * shown as it came.
 */
import { LabError } from '../lab-error.ts';

interface Trouble {
  code: string;
  /** The first group that matched is what the sentence names. */
  signs: readonly RegExp[];
  sentence(named: string): string;
}

const GET_ENGINE = 'install Docker (docs.docker.com/engine/install) and start it';

/** The first that fits counts: who may not ask the engine gets told so, not that it is down. */
const TROUBLES: readonly Trouble[] = [
  {
    code: 'ENGINE_FORBIDDEN',
    signs: [/permission denied while trying to connect/i, /connect EACCES/],
    sentence: () =>
      'This user may not use the container engine: add it to the group "docker" and log in again, ' +
      'or use a rootless engine.',
  },
  {
    code: 'ENGINE_DOWN',
    signs: [
      /cannot connect to the docker daemon at (\S+?)\.(?:\s|$)/i,
      /error during connect|is the docker daemon running/i,
    ],
    sentence: (at) =>
      `No container engine answers${at && ` at ${at}`}: start it (on Debian "systemctl start ` +
      'docker", elsewhere Docker Desktop), or set DOCKER_HOST to one that runs.',
  },
  {
    code: 'ENGINE_MISSING',
    signs: [
      /could not find a working container runtime/i,
      /spawn docker ENOENT|docker: (?:command )?not found/i,
    ],
    sentence: () => `Expected a container engine, found none: ${GET_ENGINE}.`,
  },
  {
    code: 'COMPOSE_MISSING',
    signs: [
      /'compose' is not a docker command|unknown command: docker compose/i,
      /unknown shorthand flag: 'f' in -f|unknown flag: --(?:project-name|file|profile)/i,
    ],
    sentence: () =>
      'Expected "docker compose" (version 2), got a Docker without it: install the compose plugin ' +
      '(docs.docker.com/compose/install); "docker-compose" version 1 is too old.',
  },
  {
    code: 'PORT_BUSY',
    signs: [
      /bind for (\S+?) failed: port is already allocated/i,
      /listen (?:tcp|udp)\d? (\S+?): bind: address already in use/i,
    ],
    sentence: (address) =>
      `Port ${address} of this machine is taken: stop what listens there, or publish another one.`,
  },
  {
    code: 'NETWORK_TAKEN',
    signs: [/pool overlaps with other one|could not find an available.*pool/i],
    sentence: () =>
      'A network of this machine already has these addresses: another lab of the same kind is up ' +
      '("docker network ls" shows it); take it down, or choose other subnets (PTA_LAB_SUBNET).',
  },
  {
    code: 'ENGINE_FULL',
    signs: [/no space left on device/i],
    sentence: () => 'The container engine’s disk is full: "docker system df" shows what fills it.',
  },
  {
    code: 'IMAGE_MISSING',
    signs: [
      /unable to find image '([^']+)'/i,
      /no such image:? "?([^\s")]+)/i,
      /pull access denied for ([^\s,]+)/i,
      /manifest for (\S+) not found/i,
      /failed to (?:resolve reference|pull image) "?([^\s":]+(?::[^\s":]+)?)/i,
    ],
    sentence: (image) =>
      `There is no image ${image} here and no registry has it: build it (in a clone of the ` +
      `project "docker build -t ${image} .", for the container lab "docker compose build"), or ` +
      'name another one.',
  },
  {
    code: 'REGISTRY_UNREACHABLE',
    signs: [/Get "?https?:\/\/([^/"]+)\/v2\//i],
    sentence: (registry) =>
      `The image registry ${registry} cannot be reached: build from an image that is here ` +
      '(BASE_IMAGE), or see docs/containers.md.',
  },
  {
    code: 'COMMAND_MISSING',
    signs: [/exec: "([^"]+)": executable file not found/i],
    sentence: (command) =>
      `The image has no command ${command}: expected one built from this project’s Dockerfile.`,
  },
  {
    code: 'CONTAINER_UNHEALTHY',
    signs: [
      /dependency failed to start: container (\S+)/i,
      /container (\S+) (?:is unhealthy|exited)/i,
    ],
    sentence: (name) => `The container ${name} did not come up: "docker logs ${name}" says why.`,
  },
];

/** `doing`: what was tried, for what is not known here: `docker compose up`. */
export function explainEngineTrouble(said: string, doing: string): LabError {
  for (const { code, signs, sentence } of TROUBLES) {
    const found = signs.map((sign) => sign.exec(said)).find((match) => match !== null);
    if (found) return new LabError(code, sentence(found[1] ?? ''));
  }
  const lines = said.split('\n').map((line) => line.trim());
  const last = lines.filter((line) => line !== '' && !/^(run|see) '/i.test(line)).slice(-2);
  const heard = last.join(' | ').slice(0, 400) || 'nothing';
  return new LabError('ENGINE_REFUSED', `Expected "${doing}" to work, the engine said: ${heard}`);
}
