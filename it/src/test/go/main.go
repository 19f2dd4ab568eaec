// An application for tests on a cluster: serve answers HTTP, gRPC health checks and bytes; get and check are for Jobs and exec
// probes.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

func main() {
	if len(os.Args) < 2 {
		fail("usage: app serve | get URL | check")
	}
	switch os.Args[1] {
	case "serve":
		serve()
	case "get":
		if _, err := get(os.Args[2]); err != nil {
			fail(err.Error())
		}
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
	fmt.Printf("%s: %s\n", url, answer.Status)
	return string(body), err
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
		fmt.Fprintf(w, "pod=%s caller=%s\n", name, r.Header.Get("x-forwarded-client-cert"))
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
