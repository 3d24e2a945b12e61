// A pool whose workers keep their own books: how long each state was held, summed over the workers.
// Every 50 ms it prints the sums, so that whoever observed it over any stretch of time can look up what was true.
// Usage: go run observed_pool.go WORKERS SECONDS; a dump is at the address that it prints, and SIGQUIT prints one and ends it.
package main

import (
	"fmt"
	"math/rand"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strconv"
	"sync"
	"time"
)

const (
	idle = iota
	sleep
	lock
	wait
	cpu
)

var (
	names   = []string{"idle", "sleep", "lock", "io", "cpu"}
	books   sync.Mutex
	held    [5]time.Duration
	inState [5]int
	since   = time.Now()
	gate    sync.Mutex
	sink    float64
)

func account() {
	now := time.Now()
	for i := range inState {
		held[i] += time.Duration(inState[i]) * now.Sub(since)
	}
	since = now
}

func change(before, after int) {
	books.Lock()
	defer books.Unlock()
	account()
	inState[before]--
	inState[after]++
}

func line() string {
	books.Lock()
	defer books.Unlock()
	account()
	text := fmt.Sprintf("{\"atMs\":%d", time.Now().UnixMilli())
	for i, name := range names {
		text += fmt.Sprintf(",%q:%d", name, held[i].Milliseconds())
	}
	return text + "}"
}

func sleepOnTimer() {
	change(idle, sleep)
	time.Sleep(700 * time.Millisecond)
	change(sleep, idle)
}

func waitForLock() {
	change(idle, lock)
	gate.Lock()
	gate.Unlock()
	change(lock, idle)
}

func readSlowly(address string) {
	change(idle, wait)
	connection, err := net.Dial("tcp", address)
	if err == nil {
		buffer := make([]byte, 1)
		connection.Read(buffer)
		connection.Close()
	}
	change(wait, idle)
}

func burn() {
	change(idle, cpu)
	end := time.Now().Add(5 * time.Millisecond)
	total := 0.0
	for time.Now().Before(end) {
		for i := 0; i < 1000; i++ {
			total += float64(i) * 0.5
		}
	}
	sink = total
	change(cpu, idle)
}

func worker(tasks chan func()) {
	for task := range tasks {
		task()
	}
}

func main() {
	workers, _ := strconv.Atoi(os.Args[1])
	seconds, _ := strconv.ParseFloat(os.Args[2], 64)
	server, _ := net.Listen("tcp", "127.0.0.1:0")
	go func() {
		for {
			connection, err := server.Accept()
			if err != nil {
				return
			}
			time.AfterFunc(400*time.Millisecond, func() {
				connection.Write([]byte{1})
				connection.Close()
			})
		}
	}()
	pprof, _ := net.Listen("tcp", "127.0.0.1:0")
	go http.Serve(pprof, nil)
	go func() {
		for {
			gate.Lock()
			time.Sleep(600 * time.Millisecond)
			gate.Unlock()
			time.Sleep(20 * time.Millisecond)
		}
	}()
	tasks := make(chan func(), workers)
	for i := 0; i < workers; i++ {
		go worker(tasks)
	}
	inState[idle] = workers
	fmt.Printf("{\"pid\":%d,\"pprof\":\"http://%s/debug/pprof/goroutine?debug=2\"}\n", os.Getpid(), pprof.Addr())
	random := rand.New(rand.NewSource(1))
	end := time.Now().Add(time.Duration(seconds * float64(time.Second)))
	next := time.Now()
	address := server.Addr().String()
	for time.Now().Before(end) {
		if !time.Now().Before(next) {
			fmt.Println(line())
			next = time.Now().Add(50 * time.Millisecond)
		}
		var task func()
		switch what := random.Intn(100); {
		case what < 45:
			task = sleepOnTimer
		case what < 57:
			task = waitForLock
		case what < 82:
			task = func() { readSlowly(address) }
		default:
			task = burn
		}
		select {
		case tasks <- task:
		default:
		}
		time.Sleep(9 * time.Millisecond)
	}
	fmt.Println(line())
}
