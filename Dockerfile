# One image for web, worker, beat and migrate: docker-compose.yml says what each runs.
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/
# Nothing comes in whose hash the lock file does not know.
RUN /opt/venv/bin/pip install --no-input --require-hashes -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
# Pango and HarfBuzz lay out the PDFs; the fonts themselves lie in static/fonts. pg_dump is of the server's version.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin desk \
    && install -d -o desk -g desk /var/lib/desk
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/desk
COPY . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/srv/static \
    VAR_DIR=/var/lib/desk
# Compiled once here, since nobody may write to this folder later. The key opens nothing: it is used by this line alone.
RUN python -m compileall -q accounts appeals campaigns cases config \
    && SECRET_KEY=used-while-building-only VAR_DIR=/tmp/build python manage.py collectstatic --no-input \
    && rm -rf /tmp/build
ENV PYTHONDONTWRITEBYTECODE=1
USER desk
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# /dev/shm: the workers tell by a file's time that they live, and a busy disk must not make them look dead.
CMD ["gunicorn", "--config", "config/gunicorn.py", "--worker-tmp-dir", "/dev/shm", "--bind", "0.0.0.0:8000", "config.wsgi"]
