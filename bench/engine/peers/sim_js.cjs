/** M/M/1 in SIM.JS: a facility with one server, and an entity that uses it. Prints the figures as the other contenders do. */
const CUSTOMERS = 1_000_000;

// What is published exports to a browser's window alone.
globalThis.window = {};
require(process.argv[2]);
const { Sim, Facility, Entity, Random } = globalThis.window.Sim;

const random = new Random(1);
const server = new Facility('server');
let total = 0;

class Customers extends Entity {
  start() {
    this.left = CUSTOMERS;
    this.arrive();
  }

  arrive() {
    const since = this.time();
    this.useFacility(server, random.exponential(1)).done(() => {
      total += this.time() - since;
    });
    this.left -= 1;
    if (this.left > 0) this.setTimer(random.exponential(0.9)).done(this.arrive);
  }
}

const sim = new Sim();
sim.addEntity(Customers);
const before = process.cpuUsage();
sim.simulate(Number.MAX_VALUE);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ seconds: (user + system) / 1e6, meanSeconds: total / CUSTOMERS }));
