// An application for tests on a cluster: serve answers HTTP, gRPC health checks and bytes; get and check are for Jobs and exec
// probes; load calls at a steady rate until its standard input ends; processes lists those it can see.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

func main() {
	if len(os.Args) < 2 {
		fail("usage: app serve | get URL | check | load METHOD URL PER_SECOND | processes")
	}
	switch os.Args[1] {
	case "serve":
		serve()
	case "get":
		if _, err := get(os.Args[2]); err != nil {
			fail(err.Error())
		}
	case "load":
		load(os.Args[2], os.Args[3], os.Args[4])
	case "processes":
		processes()
	case "check":
		// What an exec probe runs: it asks from inside of the pod.
		if _, err := get("http://127.0.0.1:8080/"); err != nil {
			fail(err.Error())
		}
	default:
		fail("unknown command " + os.Args[1])
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}

func get(url string) (string, error) {
	client := http.Client{Timeout: 5 * time.Second}
	answer, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s %s", url, answer.Status, body)
	}
	fmt.Printf("%s: %s\n%s", url, answer.Status, body)
	return string(body), err
}

// processes prints a line for each: of the container that it shares them with, and its own.
func processes() {
	commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		fail(err.Error())
	}
	for _, command := range commands {
		// One that has ended since is none.
		if words, err := os.ReadFile(command); err == nil {
			program, _, _ := strings.Cut(string(words), "\x00")
			fmt.Println(program)
		}
	}
}

// load prints a line for each call that failed, and at last how many calls there were and how many failed.
func load(method, url, rate string) {
	perSecond, err := strconv.Atoi(rate)
	if err != nil {
		fail(err.Error())
	}
	const workers = 16
	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	client := http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: workers}}
	var calls, failed atomic.Int64
	var all sync.WaitGroup
	for range workers {
		all.Add(1)
		go func() {
			defer all.Done()
			tick := time.NewTicker(workers * time.Second / time.Duration(perSecond))
			defer tick.Stop()
			for {
				select {
				case <-ended:
					return
				case <-tick.C:
					if err := call(&client, method, url); err != nil {
						failed.Add(1)
						fmt.Printf("%s call %d: %s\n", time.Now().UTC().Format("15:04:05.000"), calls.Load(), err)
					}
					calls.Add(1)
				}
			}
		}()
	}
	all.Wait()
	fmt.Printf("calls %d failed %d\n", calls.Load(), failed.Load())
}

func call(client *http.Client, method, url string) error {
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader("something")
	}
	request, err := http.NewRequest(method, url, body)
	if err != nil {
		return err
	}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s %v", answer.Status, text, answer.Header)
	}
	return err
}

func serve() {
	// HTTP: /call?url= asks somebody else, anything else says who was asked by whom.
	mux := http.NewServeMux()
	mux.HandleFunc("/call", func(w http.ResponseWriter, r *http.Request) {
		body, err := get(r.URL.Query().Get("url"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		fmt.Fprint(w, body)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		name, _ := os.Hostname()
		fmt.Fprintf(w, "pod=%s from=%s caller=%s\n", name, r.RemoteAddr, r.Header.Get("x-forwarded-client-cert"))
	})
	web := &http.Server{Addr: ":8080", Handler: mux}
	go func() {
		if err := web.ListenAndServe(); err != http.ErrServerClosed {
			fail(err.Error())
		}
	}()

	// gRPC health checks.
	listener, err := net.Listen("tcp", ":9090")
	if err != nil {
		fail(err.Error())
	}
	server := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(server, health.NewServer())
	go server.Serve(listener)

	// Bytes, and back.
	echo, err := net.Listen("tcp", ":9091")
	if err != nil {
		fail(err.Error())
	}
	go func() {
		for {
			connection, err := echo.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				io.Copy(connection, connection)
			}()
		}
	}()

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
	// As a well-behaved application: what has begun is answered.
	ending, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	web.Shutdown(ending)
}
