# One recipe for every service and the gateway:  docker build --build-arg SERVICE=claims .
# The dependency layer is the same for all of them, so it is built and stored once.
FROM python:3.13-slim AS dependencies
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1 PIP_NO_CACHE_DIR=1
COPY deploy/uv.version /tmp/uv.version
RUN python3 -m venv /opt/build && /opt/build/bin/pip install --quiet "uv==$(cat /tmp/uv.version)" \
 && python3 -m venv --without-pip /opt/yinbao
COPY deploy/requirements.lock /tmp/requirements.lock
RUN /opt/build/bin/uv pip install --quiet --python /opt/yinbao/bin/python --require-hashes -r /tmp/requirements.lock

FROM dependencies AS service
ARG SERVICE
COPY . /src
RUN room=/src/services/$SERVICE; [ -d "$room" ] || room=/src/$SERVICE; \
    /opt/build/bin/uv pip install --quiet --python /opt/yinbao/bin/python --no-deps --no-sources /src/chassis /src/contracts /src/statutes "$room"

FROM python:3.13-slim AS bare
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin yinbao
ENV PATH=/opt/yinbao/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /tmp

# A mail server that keeps what it is sent: for trying the company out, never for production.
FROM bare AS mail
COPY --from=dependencies /opt/yinbao /opt/yinbao
USER 0
RUN install -d -o 10001 -g 10001 /mail
USER 10001:10001
EXPOSE 8025
CMD ["python", "-m", "aiosmtpd", "--nosetuid", "--listen", "0.0.0.0:8025", "--class", "aiosmtpd.handlers.Mailbox", "/mail/trial"]

FROM bare
ARG SERVICE
ENV SERVICE=$SERVICE HOST=0.0.0.0 PORT=8000
COPY --from=service /opt/yinbao /opt/yinbao
EXPOSE 8000
CMD ["sh", "-c", "exec yinbao serve \"$SERVICE\""]
