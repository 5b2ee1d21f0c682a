/** What engines, compose and testcontainers say, as they said it here, and what people read. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { explainEngineTrouble } from './engine-trouble.ts';

const DAEMON = 'docker: Error response from daemon: ';

test.each([
  ['spawn docker ENOENT', 'ENGINE_MISSING', 'found none'],
  ['Could not find a working container runtime strategy', 'ENGINE_MISSING', 'install Docker'],
  [
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    'ENGINE_DOWN',
    'at unix:///var/run/docker.sock: start it',
  ],
  [
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://…": dial unix /var/run/docker.sock: connect: permission denied',
    'ENGINE_FORBIDDEN',
    'group "docker"',
  ],
  ['connect EACCES /var/run/docker.sock', 'ENGINE_FORBIDDEN', 'group "docker"'],
  ['docker: unknown command: docker compose', 'COMPOSE_MISSING', 'version 1 is too old'],
  ["unknown shorthand flag: 'f' in -f", 'COMPOSE_MISSING', 'compose plugin'],
  [
    `Unable to find image 'pta-lab:local' locally\n${DAEMON}Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host`,
    'IMAGE_MISSING',
    'no image pta-lab:local here',
  ],
  ['(HTTP code 404) no such container - No such image: x:1', 'IMAGE_MISSING', 'no image x:1 here'],
  [
    `${DAEMON}pull access denied for pta-lab, repository does not exist`,
    'IMAGE_MISSING',
    'no image pta-lab here',
  ],
  [
    `${DAEMON}Get "https://registry-1.docker.io/v2/": dial tcp: lookup failed`,
    'REGISTRY_UNREACHABLE',
    'registry-1.docker.io cannot be reached',
  ],
  [
    `${DAEMON}driver failed programming external connectivity on endpoint x (1): Bind for 127.0.0.1:8443 failed: port is already allocated`,
    'PORT_BUSY',
    'Port 127.0.0.1:8443 of this machine is taken',
  ],
  [
    `${DAEMON}Error starting userland proxy: listen tcp4 127.0.0.1:8443: bind: address already in use`,
    'PORT_BUSY',
    'Port 127.0.0.1:8443 of this machine is taken',
  ],
  [
    'Error response from daemon: Pool overlaps with other one on this address space',
    'NETWORK_TAKEN',
    'choose other subnets',
  ],
  ['write /x: no space left on device', 'ENGINE_FULL', 'docker system df'],
  [
    'dependency failed to start: container pta-lab-dc-1-1 is unhealthy',
    'CONTAINER_UNHEALTHY',
    '"docker logs pta-lab-dc-1-1" says why',
  ],
  [
    `${DAEMON}OCI runtime create failed: exec: "pta-lab": executable file not found in $PATH: unknown`,
    'COMMAND_MISSING',
    'no command pta-lab',
  ],
])(proves('containers.sentences', '%j is the code %s and one sentence'), (said, code, sentence) => {
  const error = explainEngineTrouble(said, 'docker run');
  expect(error).toMatchObject({ name: 'LabError', code });
  expect(error.message).toContain(sentence);
  expect(error.message.split('\n')).toHaveLength(1);
});

test('what nobody knows is shown as it came, its last two lines', () => {
  const said = "one\ntwo\nthe engine is on fire\n\nRun 'docker run --help' for more information\n";
  const { code, message } = explainEngineTrouble(said, 'docker run x');
  expect(code).toBe('ENGINE_REFUSED');
  expect(message).toBe(
    'Expected "docker run x" to work, the engine said: two | the engine is on fire',
  );
});
