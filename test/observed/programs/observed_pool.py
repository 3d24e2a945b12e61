"""A pool whose threads keep their own books: how long each state was held, summed over the threads.

Every 50 ms it prints the sums, so that whoever observed it over any stretch of time can look up what was true.
Usage: python3 observed_pool.py THREADS SECONDS
"""

import faulthandler
import json
import os
import random
import signal
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from queue import Queue

STATES = ("idle", "sleep", "lock", "io", "cpu")
books = threading.Lock()
held = dict.fromkeys(STATES, 0.0)
in_state = dict.fromkeys(STATES, 0)
since = time.monotonic()


def account():
    global since
    now = time.monotonic()
    for state in STATES:
        held[state] += in_state[state] * (now - since)
    since = now


def change(before, after):
    with books:
        account()
        in_state[before] -= 1
        in_state[after] += 1


def line():
    with books:
        account()
        return json.dumps({"atMs": int(time.time() * 1000), **{state: int(held[state] * 1000) for state in STATES}})


permits = threading.Semaphore(0)


def sleep_on_timer():
    change("idle", "sleep")
    time.sleep(0.7)
    change("sleep", "idle")


def wait_for_permit():
    change("idle", "lock")
    permits.acquire()
    change("lock", "idle")


def read_slowly(port):
    change("idle", "io")
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.recv(1)
    change("io", "idle")


def burn():
    change("idle", "cpu")
    end = time.monotonic() + 0.005
    total = 0.0
    while time.monotonic() < end:
        for i in range(200):
            total += i * 0.5
    change("cpu", "idle")


def serve(server, answers):
    while True:
        connection, _ = server.accept()
        answers.put((connection, time.monotonic() + 0.4))


def answer(answers):
    while True:
        connection, due = answers.get()
        time.sleep(max(0.0, due - time.monotonic()))
        connection.send(b"1")
        connection.close()


def grant():
    while True:
        time.sleep(0.6)
        if permits._value == 0:
            permits.release(10)


def daemon(name, body, *args):
    threading.Thread(target=body, args=args, name=name, daemon=True).start()


def main():
    threads, seconds = int(sys.argv[1]), float(sys.argv[2])
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    server = socket.create_server(("127.0.0.1", 0), backlog=512)
    answers = Queue()
    daemon("acceptor", serve, server, answers)
    daemon("answerer", answer, answers)
    daemon("granter", grant)
    pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="storage")
    started = threading.Barrier(threads + 1)
    for _ in range(threads):
        pool.submit(started.wait)
    started.wait()
    with books:
        account()
        in_state["idle"] = threads
    rng = random.Random(1)
    port = server.getsockname()[1]
    print(json.dumps({"pid": os.getpid()}), flush=True)
    end = time.monotonic() + seconds
    next_line = 0.0
    while time.monotonic() < end:
        if time.monotonic() >= next_line:
            print(line(), flush=True)
            next_line = time.monotonic() + 0.05
        what = rng.randrange(100)
        if pool._work_queue.qsize() < threads:
            if what < 45:
                pool.submit(sleep_on_timer)
            elif what < 57:
                pool.submit(wait_for_permit)
            elif what < 82:
                pool.submit(read_slowly, port)
            else:
                pool.submit(burn)
        time.sleep(0.009)
    print(line(), flush=True)
    os._exit(0)


main()
