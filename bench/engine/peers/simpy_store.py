"""M/M/1 in SimPy: a store as the line and one server process. Prints the figures as the other contenders do."""

import json
import random
import time

import simpy

CUSTOMERS = 1_000_000
random.seed(1)
env = simpy.Environment()
line = simpy.Store(env)
total = 0.0


def arrivals():
    for _ in range(CUSTOMERS):
        yield env.timeout(random.expovariate(0.9))
        yield line.put(env.now)


def server():
    global total
    for _ in range(CUSTOMERS):
        since = yield line.get()
        yield env.timeout(random.expovariate(1.0))
        total += env.now - since


env.process(arrivals())
env.process(server())
start = time.process_time()
env.run()
print(json.dumps({"seconds": time.process_time() - start, "meanSeconds": total / CUSTOMERS}))
