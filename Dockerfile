# One image for every role: `podo serve`, `podo bot`, `podo db upgrade`, or all of it by `podo up`.
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.txt ./
RUN python -m venv /opt/podo \
 && /opt/podo/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml README.md ./
COPY backend ./backend
COPY bot ./bot
COPY alembic ./alembic
RUN /opt/podo/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /srv/podo --create-home podo \
 && install -d -o podo -g podo /srv/podo/data
COPY --from=build /opt/podo /opt/podo
ENV PATH=/opt/podo/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LOG_FORMAT=json
WORKDIR /srv/podo
USER podo
VOLUME /srv/podo/data
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["podo", "up"]
