/*
 * The same models in C, written for them alone: a 4-ary heap of (time, what) and xorshift numbers.
 * `c_heap mm1 CUSTOMERS` prints the figures of M/M/1; `c_heap list PENDING` the ns that a take and a put cost with so many events pending.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  double time;
  int32_t what;
} Event;

static Event *heap;
static int32_t size;

static void push(double time, int32_t what) {
  int32_t at = size++;
  while (at > 0) {
    int32_t parent = (at - 1) >> 2;
    if (heap[parent].time <= time) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at].time = time;
  heap[at].what = what;
}

static Event pop(void) {
  Event first = heap[0], last = heap[--size];
  int32_t at = 0;
  for (;;) {
    int32_t child = 4 * at + 1;
    if (child >= size) break;
    int32_t least = child, end = child + 4 < size ? child + 4 : size;
    for (int32_t one = child + 1; one < end; one++)
      if (heap[one].time < heap[least].time) least = one;
    if (heap[least].time >= last.time) break;
    heap[at] = heap[least];
    at = least;
  }
  heap[at] = last;
  return first;
}

static uint64_t state = 88172645463325252ull;

static double exponential(double mean) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return -mean * log(((state >> 11) + 0.5) / 9007199254740992.0);
}

static double processor_seconds(void) {
  return (double)clock() / CLOCKS_PER_SEC;
}

static void mm1(int32_t customers) {
  double best = 1e9, total = 0;
  double *line = malloc(sizeof(double) * customers);
  for (int run = 0; run < 6; run++) {
    double start = processor_seconds();
    int32_t arrived = 0, served = 0, waiting = 0;
    size = 0;
    total = 0;
    push(exponential(1 / 0.9), 0);
    while (size > 0) {
      Event event = pop();
      if (event.what == 0) {
        line[arrived++] = event.time;
        if (waiting++ == 0) push(event.time + exponential(1), 1);
        if (arrived < customers) push(event.time + exponential(1 / 0.9), 0);
      } else {
        total += event.time - line[served++];
        if (--waiting > 0) push(event.time + exponential(1), 1);
      }
    }
    double seconds = processor_seconds() - start;
    if (run > 0 && seconds < best) best = seconds;
  }
  printf("{\"seconds\": %.6f, \"meanSeconds\": %.6f}\n", best, total / customers);
}

static void list(int32_t pending) {
  const int32_t operations = 1000000;
  double best = 1e9;
  size = 0;
  for (int32_t i = 0; i < pending; i++) push(floor(exponential(1e6)), i);
  for (int run = 0; run < 4; run++) {
    double start = processor_seconds();
    for (int32_t i = 0; i < operations; i++) {
      Event event = pop();
      push(event.time + floor(exponential(1e6)), event.what);
    }
    double seconds = processor_seconds() - start;
    if (run > 0 && seconds < best) best = seconds;
  }
  printf("{\"ns\": %.3f}\n", best / operations * 1e9);
}

int main(int count, char **arguments) {
  int32_t number = count > 2 ? atoi(arguments[2]) : 0;
  if (number < 1) return 2;
  heap = malloc(sizeof(Event) * (number + 16));
  if (strcmp(arguments[1], "mm1") == 0) mm1(number);
  else list(number);
  return 0;
}
