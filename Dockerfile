# docker build --tag sip-workbench . && docker run --rm --volume "$PWD:/work:ro" sip-workbench check .
FROM node:22-slim AS build
WORKDIR /source
COPY . .
RUN npm ci && npm pack && mv sip-workbench-*.tgz /sip-workbench.tgz

FROM node:22-slim
COPY --from=build /sip-workbench.tgz /tmp/
RUN npm install --global --no-audit --no-fund /tmp/sip-workbench.tgz && rm /tmp/sip-workbench.tgz
USER node
WORKDIR /work
ENTRYPOINT ["sip-workbench"]
