// A resource server with lestrrat-go/jwx: it takes our access tokens (RFC 9068). `go run api.go`.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/lestrrat-go/httprc/v3"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

var issuer, audience = os.Getenv("ISSUER"), os.Getenv("AUDIENCE")

func main() {
	address := issuer + "/oauth/jwks" // or jwks_uri of the discovery document
	cache, err := jwk.NewCache(context.Background(), httprc.NewClient())
	if err == nil {
		err = cache.Register(context.Background(), address)
	}
	if err != nil {
		log.Fatal(err)
	}
	keys, err := cache.CachedSet(address)
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/sync", func(w http.ResponseWriter, r *http.Request) {
		token, err := accessToken(r, keys, "lgsp:sync")
		if err != nil {
			log.Print(err)
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		subject, _ := token.Subject()
		fmt.Fprintln(w, subject)
	})
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN"), nil))
}

func accessToken(r *http.Request, keys jwk.Set, scope string) (jwt.Token, error) {
	raw, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !found {
		return nil, errors.New("no access token")
	}
	message, err := jws.ParseString(raw)
	if err != nil {
		return nil, err
	}
	header := message.Signatures()[0].ProtectedHeaders()
	kind, _ := header.Type()
	algorithm, _ := header.Algorithm()
	if kind != "at+jwt" || algorithm != jwa.ES256() {
		return nil, errors.New("not an access token")
	}
	token, err := jwt.ParseString(raw, jwt.WithKeySet(keys), jwt.WithIssuer(issuer), jwt.WithAudience(audience))
	if err != nil {
		return nil, err
	}
	var granted string
	if err := token.Get("scope", &granted); err != nil || !slices.Contains(strings.Fields(granted), scope) {
		return nil, errors.New("another scope")
	}
	if token.Has("cnf") {
		return nil, errors.New("the token is bound: its proof has to be checked, too")
	}
	return token, nil
}
