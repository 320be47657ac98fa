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
# The server refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then as=(runuser -u postgres --); fi
socket=/tmp/ansinh-pg-$port

case ${1:-} in
    start)
        "${as[@]}" mkdir -p "$socket" 2>/dev/null || mkdir -p "$socket"
        if [ ! -s "$folder/PG_VERSION" ]; then
            mkdir -p "$folder"
            if [ "$(id -u)" = 0 ]; then
                chown postgres "$folder"
                # Every folder above must let the server's user through.
                "${as[@]}" test -x "$folder" || { echo "The user postgres cannot reach $folder; set ANSINH_PG to a folder it can" >&2; exit 1; }
            fi
            "${as[@]}" "$bin/initdb" -D "$folder" -U ansinh -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
        fi
        "${as[@]}" "$bin/pg_ctl" -D "$folder" status >/dev/null 2>&1 ||
            "${as[@]}" "$bin/pg_ctl" -D "$folder" -w -l "$folder/log" \
                -o "-p $port -k $socket -c listen_addresses='' ${PG_OPTIONS:--c fsync=off -c synchronous_commit=off -c full_page_writes=off} -c shared_buffers=${PG_BUFFERS:-256MB} -c max_wal_size=4GB -c max_connections=60" start >/dev/null
        ;;
    stop) "${as[@]}" "$bin/pg_ctl" -D "$folder" -m fast -w stop >/dev/null ;;
    url) ;;
    *) echo "tools/postgres.sh start|stop|url" >&2; exit 2 ;;
esac
[ "$1" = stop ] || echo "postgresql://ansinh@/${PG_NAME:-postgres}?host=$socket&port=$port"
