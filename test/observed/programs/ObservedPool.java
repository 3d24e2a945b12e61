import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pool whose threads keep their own books: how long each state was held, summed over the threads. Every 50 ms it prints the sums, so that whoever observed it
 * over any stretch of time can look up what was true. Usage: java ObservedPool.java THREADS SECONDS
 */
public class ObservedPool {
  static final String[] STATES = {"idle", "sleep", "lock", "io", "cpu"};
  static final int IDLE = 0, SLEEP = 1, LOCK = 2, IO = 3, CPU = 4;
  static final long[] heldNs = new long[STATES.length];
  static final int[] inState = new int[STATES.length];
  static long sinceNs = System.nanoTime();

  static synchronized void account() {
    long now = System.nanoTime();
    for (int i = 0; i < inState.length; i++) heldNs[i] += inState[i] * (now - sinceNs);
    sinceNs = now;
  }

  static synchronized void change(int from, int to) {
    account();
    inState[from]--;
    inState[to]++;
  }

  static synchronized String line() {
    account();
    StringBuilder text = new StringBuilder("{\"atMs\":" + System.currentTimeMillis());
    for (int i = 0; i < STATES.length; i++) text.append(",\"" + STATES[i] + "\":" + heldNs[i] / 1_000_000);
    return text.append("}").toString();
  }

  static final Semaphore permits = new Semaphore(0);

  static void sleepOnTimer(long ms) throws Exception {
    change(IDLE, SLEEP);
    Thread.sleep(ms);
    change(SLEEP, IDLE);
  }

  static void waitForPermit() throws Exception {
    change(IDLE, LOCK);
    permits.acquire();
    change(LOCK, IDLE);
  }

  static void readSlowly(int port) throws Exception {
    change(IDLE, IO);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      InputStream in = socket.getInputStream();
      in.read();
    }
    change(IO, IDLE);
  }

  static double burn(long ms) {
    change(IDLE, CPU);
    long end = System.nanoTime() + ms * 1_000_000;
    double sum = 0;
    while (System.nanoTime() < end) for (int i = 0; i < 1000; i++) sum += Math.sqrt(i);
    change(CPU, IDLE);
    return sum;
  }

  static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[0]);
    double seconds = Double.parseDouble(args[1]);
    ServerSocket server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    BlockingQueue<Object[]> answers = new ArrayBlockingQueue<>(4096);
    daemon("acceptor", () -> {
      while (true) try { answers.put(new Object[] {server.accept(), System.nanoTime() + 400_000_000L}); } catch (Exception e) { return; }
    });
    daemon("answerer", () -> {
      while (true) try {
        Object[] answer = answers.take();
        Thread.sleep(Math.max(0, ((long) answer[1] - System.nanoTime()) / 1_000_000));
        try (Socket socket = (Socket) answer[0]) { socket.getOutputStream().write(1); }
      } catch (Exception e) { return; }
    });
    daemon("granter", () -> {
      while (true) try { Thread.sleep(600); if (permits.availablePermits() == 0) permits.release(10); } catch (Exception e) { return; }
    });
    AtomicInteger number = new AtomicInteger();
    ThreadFactory named = (body) -> {
      Thread thread = new Thread(body, "storage_" + number.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
    ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(threads, named);
    pool.prestartAllCoreThreads();
    synchronized (ObservedPool.class) { account(); inState[IDLE] = threads; }
    Random random = new Random(1);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    System.out.println("{\"pid\":" + ProcessHandle.current().pid() + "}");
    long nextLine = 0;
    while (System.nanoTime() < end) {
      if (System.nanoTime() >= nextLine) {
        System.out.println(line());
        nextLine = System.nanoTime() + 50_000_000;
      }
      int what = random.nextInt(100);
      if (pool.getQueue().size() < threads) pool.execute(() -> {
        try {
          if (what < 45) sleepOnTimer(700);
          else if (what < 57) waitForPermit();
          else if (what < 82) readSlowly(server.getLocalPort());
          else burn(5);
        } catch (Exception e) { throw new RuntimeException(e); }
      });
      Thread.sleep(9);
    }
    System.out.println(line());
    System.exit(0);
  }
}
