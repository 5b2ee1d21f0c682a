/**
 * Java: a copy of its truststore with the lab's CA in it; the installation's own is left alone. A
 * JVM that is told of it says so on stderr at each start ("Picked up JAVA_TOOL_OPTIONS").
 */
import path from 'node:path';
import type { TrustTarget } from './target.ts';

/** Of every truststore that a JDK ships; it protects nothing, because the store holds no secret. */
export const STORE_PASSWORD = 'changeit';

export const java: TrustTarget = {
  id: 'java',
  title: 'Java',
  plan({ folder, find, ask, exists }) {
    const keytool = find('keytool');
    const told = ask('java', ['-XshowSettings:properties', '-version']) ?? '';
    const home = /^\s*java\.home = (.+)$/m.exec(told)?.[1]?.trim();
    if (keytool === undefined || home === undefined) {
      return { possible: false, because: 'there is no java with its keytool on the path' };
    }
    const from = path.join(home, 'lib', 'security', 'cacerts');
    if (!exists(from)) return { possible: false, because: `its truststore ${from} is not there` };
    const file = path.join(folder, 'java-cacerts');
    return {
      possible: true,
      steps: [{ kind: 'java-store', keytool, from, file }],
      variables: {
        JAVA_TOOL_OPTIONS:
          `-Djavax.net.ssl.trustStore=${file} ` +
          `-Djavax.net.ssl.trustStorePassword=${STORE_PASSWORD}`,
      },
    };
  },
};
