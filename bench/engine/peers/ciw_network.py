"""M/M/1 in Ciw: a network of one node. A tenth of the customers, scaled up. Prints the figures as the other contenders do."""

import json
import time

import ciw

CUSTOMERS = 1_000_000
SHARE = 0.1

network = ciw.create_network(
    arrival_distributions=[ciw.dists.Exponential(rate=0.9)],
    service_distributions=[ciw.dists.Exponential(rate=1.0)],
    number_of_servers=[1],
)
ciw.seed(1)
simulation = ciw.Simulation(network)
start = time.process_time()
simulation.simulate_until_max_customers(int(CUSTOMERS * SHARE), method="Finish")
seconds = time.process_time() - start
times = [record.exit_date - record.arrival_date for record in simulation.get_all_records()]
print(json.dumps({"seconds": seconds / SHARE, "meanSeconds": sum(times) / len(times)}))
