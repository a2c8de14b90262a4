# Stage 1 installs the locked packages; stage 2 has only these, the code and the seeds.
#
# To pin the base image by digest, look it up once and pass it to the build:
#   docker buildx imagetools inspect python:3.11.13-slim-bookworm --format '{{.Manifest.Digest}}'
#   docker build --build-arg PYTHON_IMAGE=python:3.11.13-slim-bookworm@sha256:… .
ARG PYTHON_IMAGE=python:3.11.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /srv/factbase
RUN python -m venv /opt/venv
COPY requirements.lock requirements-build.lock ./
# the build backend is removed again below: the service does not need it
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY app ./app
COPY migrations ./migrations
RUN /opt/venv/bin/pip install --no-cache-dir --no-build-isolation --no-deps -e . \
    && /opt/venv/bin/pip uninstall --quiet --yes hatchling editables

FROM ${PYTHON_IMAGE}
RUN useradd --system --create-home --home-dir /data factbase
WORKDIR /srv/factbase
COPY --from=build /opt/venv /opt/venv
COPY pyproject.toml README.md alembic.ini ./
COPY app ./app
COPY migrations ./migrations
COPY seeds ./seeds
# the service cannot write here, and would otherwise compile its code at every start
RUN /opt/venv/bin/python -m compileall -q app
USER factbase
VOLUME /data
ENV PATH=/opt/venv/bin:$PATH \
    FACTBASE_HOST=0.0.0.0 \
    FACTBASE_DATABASE_URL=sqlite:////data/factbase.db
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["factbase", "serve"]
