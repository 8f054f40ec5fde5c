FROM python:3.11-slim-bookworm

# WeasyPrint's libraries and the fonts of screens and PDF: the same packages as config/private/packages.py names
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-dejavu-extra \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home jobbakten

ENV PYTHONUNBUFFERED=1
WORKDIR /app

COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt

COPY . .
RUN python -m compileall -q . && python manage.py collectstatic --noinput --verbosity 0

# Nothing in the image is writable for the account that serves it
USER jobbakten
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "-m", "config.healthcheck"]
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--graceful-timeout", "30", "--access-logfile", "-", \
     "--limit-request-line", "8190"]
