// A server-side web application with go-oidc and x/oauth2: sign-in, a page, sign-out. `go run web.go`.
package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

type person struct{ Name, idToken string }

var (
	issuer, address = os.Getenv("ISSUER"), os.Getenv("ADDRESS")
	provider        *oidc.Provider
	config          oauth2.Config
	people          sync.Map // by session; a real application has a store for them
)

func main() {
	var err error
	if provider, err = oidc.NewProvider(context.Background(), issuer); err != nil {
		log.Fatal(err)
	}
	config = oauth2.Config{ClientID: os.Getenv("CLIENT_ID"), ClientSecret: os.Getenv("CLIENT_SECRET"),
		Endpoint: provider.Endpoint(), RedirectURL: address + "/callback", Scopes: []string{"openid", "profile"}}
	http.HandleFunc("/{$}", home)
	http.HandleFunc("/sign-in", signIn)
	http.HandleFunc("/callback", callback)
	http.HandleFunc("/sign-out", signOut)
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN"), nil))
}

func home(w http.ResponseWriter, r *http.Request) {
	who, found := people.Load(kept(r, "session"))
	if !found {
		fmt.Fprint(w, `<a id="sign-in" href="/sign-in">Đăng nhập bằng Sen ID</a>`)
		return
	}
	fmt.Fprintf(w, `<p id="who">%s</p><a href="/sign-out">Đăng xuất</a>`, html.EscapeString(who.(person).Name))
}

func signIn(w http.ResponseWriter, r *http.Request) {
	state, nonce, proof := keep(w, "state"), keep(w, "nonce"), keep(w, "proof")
	asked := config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(proof))
	http.Redirect(w, r, asked, http.StatusSeeOther)
}

func callback(w http.ResponseWriter, r *http.Request) {
	who, err := whoCame(r)
	if err != nil {
		log.Print(err)
		http.Error(w, "not signed in", http.StatusBadRequest)
		return
	}
	people.Store(keep(w, "session"), who)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func whoCame(r *http.Request) (who person, err error) {
	// RFC 9207: an answer of another provider must not be taken for ours.
	state := kept(r, "state")
	if r.FormValue("iss") != issuer || state == "" || r.FormValue("state") != state {
		return who, errors.New("not an answer of our provider to this browser")
	}
	tokens, err := config.Exchange(r.Context(), r.FormValue("code"), oauth2.VerifierOption(kept(r, "proof")))
	if err != nil {
		return who, err
	}
	who.idToken, _ = tokens.Extra("id_token").(string)
	checker := provider.Verifier(&oidc.Config{ClientID: config.ClientID})
	idToken, err := checker.Verify(r.Context(), who.idToken)
	if err != nil {
		return who, err
	}
	info, err := provider.UserInfo(r.Context(), config.TokenSource(r.Context(), tokens))
	if err != nil {
		return who, err
	}
	if idToken.Nonce != kept(r, "nonce") || info.Subject != idToken.Subject {
		return who, errors.New("ID token or UserInfo of somebody else")
	}
	return who, info.Claims(&who)
}

func signOut(w http.ResponseWriter, r *http.Request) {
	who, found := people.LoadAndDelete(kept(r, "session"))
	var endpoints struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&endpoints); err != nil || !found {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	told := url.Values{"id_token_hint": {who.(person).idToken}, "post_logout_redirect_uri": {address + "/"}}
	http.Redirect(w, r, endpoints.EndSession+"?"+told.Encode(), http.StatusSeeOther)
}

func keep(w http.ResponseWriter, name string) string {
	value := oauth2.GenerateVerifier() // 256 random bits
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(address, "https:")})
	return value
}

func kept(r *http.Request, name string) string {
	if cookie, err := r.Cookie(name); err == nil {
		return cookie.Value
	}
	return ""
}
