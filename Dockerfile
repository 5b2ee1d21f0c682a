# One image, many processes: what follows the image's name is a command of pta-lab.
#   docker build --target runtime -t pta-lab:local .
#   docker run --rm pta-lab:local rehearse blocked-443
#   docker run --rm -p 127.0.0.1:8443:8443 pta-lab:local
# BASE_IMAGE: any Debian with Node 22.22 or later at /usr/local/bin and a user `node`, as Docker's
# official images are. Written for the classic builder as well: no cache mounts, no here-documents.
ARG BASE_IMAGE=node:26-slim

FROM ${BASE_IMAGE} AS build
# A company's own CA, behind a proxy that inspects: put it into the base image, npm takes it there.
ENV NODE_USE_SYSTEM_CA=1
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node --disable-warning=ExperimentalWarning scripts/build.mjs

FROM ${BASE_IMAGE} AS dependencies
ENV NODE_USE_SYSTEM_CA=1
WORKDIR /dependencies
COPY package.json package-lock.json ./
# Types and maps are for people who write code; nobody does in here.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && find node_modules -type f \
    \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) \
    ! -iname 'licen*' -delete \
 && rm -f node_modules/.package-lock.json \
 && find node_modules -type d -empty -delete

# What all that run pta-lab have in common, but for its files: those come last, so that a change of
# the source installs no packages anew.
FROM ${BASE_IMAGE} AS frame
RUN ln -s /opt/pta-lab/cli/pta-lab.mjs /usr/local/bin/pta-lab && install -d -o node -g node /work
# PTA_LAB_READY_FILE: kept fresh by what runs for long, as long as it is well.
ENV NODE_ENV=production \
    PTA_LAB_READY_FILE=/tmp/pta-lab-ready
LABEL org.opencontainers.image.title="pta-lab" \
      org.opencontainers.image.description="A lab of Microsoft Entra Pass-through Authentication" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /work
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=2s --timeout=5s --start-period=90s --retries=5 \
  CMD find "$PTA_LAB_READY_FILE" -newermt '-15 seconds' | grep -q .
ENTRYPOINT ["pta-lab"]
CMD ["up", "--host=0.0.0.0", "--port=8443", "--no-443", "--no-proxy"]

# Before those that install more: the classic builder makes every stage above the one asked for.
FROM frame AS runtime
COPY --from=dependencies /dependencies/node_modules /opt/pta-lab/node_modules
COPY --from=build /build/dist /opt/pta-lab
USER node

# Beside a site's network: packet filter and routes. It needs root and cap_add NET_ADMIN.
FROM frame AS egress
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    nftables iproute2 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/dpkg.log /var/log/apt
COPY --from=runtime /opt/pta-lab /opt/pta-lab

# A domain controller: Samba as Debian has it. It needs root: LDAP's ports, files of other owners.
FROM frame AS controller
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    samba samba-ad-dc samba-ad-provision samba-dsdb-modules winbind ldb-tools python3-samba \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/dpkg.log /var/log/apt
COPY --from=runtime /opt/pta-lab /opt/pta-lab

# Prometheus without pta-lab, where its own image cannot be had: as Debian has it.
FROM ${BASE_IMAGE} AS prometheus
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/dpkg.log /var/log/apt
USER node
ENTRYPOINT ["prometheus"]

# Profile `scale`, where their own images cannot be had; docker-compose.yml brings the configuration.
FROM ${BASE_IMAGE} AS nats
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nats-server \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/dpkg.log /var/log/apt
USER node
ENTRYPOINT ["nats-server"]

FROM ${BASE_IMAGE} AS balancer
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends haproxy \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/dpkg.log /var/log/apt
USER node
ENTRYPOINT ["haproxy"]

# The prober with a browser, without what shows a window. 540 MB more, hence apart.
FROM frame AS browser
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium-headless-shell fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/dpkg.log /var/log/apt
ENV CHROMIUM_BIN=/usr/bin/chromium-headless-shell
COPY --from=runtime /opt/pta-lab /opt/pta-lab
USER node

# The last is what `docker build` makes when no target is named.
FROM runtime
