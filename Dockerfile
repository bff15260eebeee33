# The receiver, from a clean checkout: docker build -t clarion-receiver .
#
# Tags are exact. Whoever builds for production pins their digests too: FROM node:…@sha256:….

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
# What decides the dependencies comes first, so that a change of the sources installs nothing again.
COPY package.json package-lock.json ./
COPY constructs/package.json constructs/
COPY receiver/package.json receiver/
COPY receiver/bin receiver/bin
RUN npm ci
COPY tsconfig.base.json ./
COPY constructs constructs
COPY receiver receiver
RUN npm run build && receiver/bundle.sh /app

FROM node:24.21.0-bookworm-slim AS runtime
# No package manager where nothing is installed. The only place that may be written to is /data.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn* \
  && ln -s /app/receiver/bin/clarion-receiver.js /usr/local/bin/clarion-receiver \
  && install -d -o 1000 -g 1000 -m 0700 /data
COPY --from=build /app /app
COPY receiver/docker/health.mjs /app/health.mjs
ENV NODE_ENV=production \
  CLARION_HOST=0.0.0.0 \
  CLARION_PORT=8080 \
  CLARION_DATABASE=/data/clarion-receiver.db
WORKDIR /data
USER 1000:1000
VOLUME /data
EXPOSE 8080
# Whether the process answers, not the database: a restart mends no database. That is /readyz, for load balancers.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "/app/health.mjs"]
# Node is the first process, and handles the signals that stop it.
ENTRYPOINT ["node", "/app/receiver/bin/clarion-receiver.js"]
CMD ["start"]

# For PostgreSQL on Amazon RDS, whose certificates are of Amazon's own authorities: docker build --target rds .
FROM runtime AS rds
ADD --chmod=444 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /etc/ssl/rds.pem
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/rds.pem

# What is built when no target is named.
FROM runtime AS receiver
