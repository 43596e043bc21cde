# The interface's files, built with Node, which does not come along.
FROM node:24-slim AS interface
WORKDIR /sam
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY designsystemet.config.json ./
RUN npm run build

# Python with what the program needs; fonts are fixed here so that PDFs look the same everywhere.
FROM python:3.13-slim AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# Backups are made by PostgreSQL's own programs, which must be as new as the server: from
# PostgreSQL's packages, since Debian has but one version.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-dejavu-core \
        ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install --yes --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /sam
COPY requirements/production.txt requirements/
RUN pip install --no-cache-dir --require-hashes --requirement requirements/production.txt
ENV SAM_STATIC=/srv/static SAM_FILES=/srv/files

# Static files under names that never change their content, and compiled translations.
FROM base AS built
COPY . .
COPY --from=interface /sam/node_modules node_modules
COPY --from=interface /sam/design-tokens design-tokens
RUN for texts in locale/*/LC_MESSAGES/*.po; do \
        python -m babel.messages.frontend compile --input-file "$texts" --output-file "${texts%.po}.mo" || exit 1; \
    done \
    && DATABASE_URL=postgres://none REDIS_URL=redis://none SAM_SECRET_KEY=none \
        python manage.py collectstatic --no-input \
    && rm -rf node_modules design-tokens

FROM base
RUN useradd --system --uid 10001 --no-create-home sam && install --directory --owner sam /srv/files
COPY --from=built /srv/static /srv/static
COPY --from=built /sam /sam
USER sam
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "sam.wsgi:application"]
