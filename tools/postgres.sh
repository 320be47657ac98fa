#!/usr/bin/env bash
# A PostgreSQL of our own on a socket below .data/, for tests and trials: tools/postgres.sh start|stop|url
# Installs Debian's PostgreSQL where it may. No other program's server is touched.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${ANSINH_PG:-$PWD/.data/postgres} port=${ANSINH_PG_PORT:-5544}

programs() { find /usr/lib/postgresql -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -1; }
if [ -z "$(programs)" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing PostgreSQL for the tests …" >&2
        export DEBIAN_FRONTEND=noninteractive
        # Without a cluster of Debian's own: ours is enough.
        mkdir -p /etc/postgresql-common && grep -qs create_main_cluster /etc/postgresql-common/createcluster.conf ||
            echo "create_main_cluster = false" >>/etc/postgresql-common/createcluster.conf
        { apt-get -qq update && apt-get -qq install -y --no-install-recommends postgresql postgresql-contrib; } >/dev/null
    else
        echo "PostgreSQL is missing. Install it with: sudo apt-get install postgresql" >&2
        exit 1
    fi
fi
bin=$(programs)
# The server refuses to run as root, and every folder above its own must let its user through.
as=()
if [ "$(id -u)" = 0 ]; then
    as=(runuser -u postgres --)
    mkdir -p "$folder" && chown postgres "$folder"
    "${as[@]}" test -w "$folder" || folder=$(dirname "$(mktemp -u)")/ansinh-postgres-$(cksum <<<"$PWD" | cut -d' ' -f1)
fi
mkdir -p "$folder"
[ "$(id -u)" != 0 ] || chown postgres "$folder"
# A socket of its own for each tree; nothing listens on the network.
socket=$(dirname "$(mktemp -u)")/ansinh-pg-$(cksum <<<"$folder" | cut -d' ' -f1)

case ${1:-} in
    start)
        "${as[@]}" mkdir -p "$socket"
        [ -s "$folder/PG_VERSION" ] ||
            "${as[@]}" "$bin/initdb" -D "$folder" -U ansinh -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
        "${as[@]}" "$bin/pg_ctl" -D "$folder" status >/dev/null 2>&1 ||
            "${as[@]}" "$bin/pg_ctl" -D "$folder" -w -l "$folder/log" \
                -o "-p $port -k $socket -c listen_addresses='' ${PG_OPTIONS:--c fsync=off -c synchronous_commit=off -c full_page_writes=off} -c shared_buffers=${PG_BUFFERS:-256MB} -c max_wal_size=4GB -c max_connections=60" start >/dev/null
        [ -z "${PG_NAME:-}" ] || "$bin/psql" -qtA -h "$socket" -p "$port" -U ansinh -d postgres -c "SELECT 1 FROM pg_database WHERE datname = '$PG_NAME'" | grep -q 1 ||
            "$bin/createdb" -h "$socket" -p "$port" -U ansinh "$PG_NAME"
        ;;
    stop) "${as[@]}" "$bin/pg_ctl" -D "$folder" -m fast -w stop >/dev/null ;;
    url) ;;
    *) echo "tools/postgres.sh start|stop|url" >&2; exit 2 ;;
esac
[ "$1" = stop ] || echo "postgresql://ansinh@/${PG_NAME:-postgres}?host=$socket&port=$port"
