# Steward, and the Chroma server that comes with the same locked packages: one image, two commands (docker-compose.yml).
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONPATH=/app \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    ANONYMIZED_TELEMETRY=False \
    STEWARD_DATA=/data \
    STEWARD_HOST=0.0.0.0

RUN useradd --create-home --uid 10001 steward \
    && install --directory --owner=steward --group=steward /data

WORKDIR /app

# The packages first: they change less often than the code. Every one is pinned by its hash; none needs a compiler.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY LICENSE ./
COPY docker/health.py docker/health.py
COPY metrics metrics
COPY database database
COPY locales locales
COPY knowledge knowledge
COPY prompts prompts
COPY tools tools
COPY bot bot
# Compiled once here, because the container's user may not write beside the code.
RUN python -m compileall -q bot database docker knowledge locales metrics prompts tools

USER steward
VOLUME /data
EXPOSE 3000

# Socket Mode is examined through the database, which takes a second or two: hence so seldom.
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 \
    CMD ["python", "docker/health.py"]

CMD ["python", "-m", "bot", "run"]
