# Stage 1 installs what the lock pins; stage 2 carries only that, the code and the seeds.
FROM python:3.11-slim AS build
WORKDIR /srv/factbase
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY app ./app
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps -e .

FROM python:3.11-slim
RUN useradd --system --create-home --home-dir /data factbase
WORKDIR /srv/factbase
COPY --from=build /opt/venv /opt/venv
COPY pyproject.toml README.md alembic.ini ./
COPY app ./app
COPY migrations ./migrations
COPY seeds ./seeds
# the service may write nothing here, and would compile its code anew at every start
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
