/*
 * What is true in every lab, said once: play makes it so, cases and judges
 * rely on it.
 */
#ifndef GRADER_MODEL_LAB_FACTS_H
#define GRADER_MODEL_LAB_FACTS_H

/*
 * The default TTL of the lab's kernel.  No exercise asks for it, so packets
 * that the kernel made of its own accord show themselves by it.
 */
enum { LAB_TTL = 77 };

/*
 * Addresses on lo besides 127/8: the documentation blocks of RFC 5737.  Some
 * have high octets, so that sums over them carry.
 */
#define LAB_ADDRESSES \
	"192.0.2.1", "192.0.2.250", "198.51.100.7", "198.51.100.250", \
	    "203.0.113.9", "203.0.113.251"

/* A documentation address that is none of them: no route leads there. */
#define LAB_NO_ROUTE "198.51.100.99"

/* The lab's hosts file, whole; no other name resolves. */
#define LAB_HOST_NAME	 "server.wirebook.test"
#define LAB_HOST_ADDRESS "192.0.2.250"
#define LAB_HOSTS \
	"127.0.0.1\tlocalhost\n::1\tlocalhost\n" LAB_HOST_ADDRESS \
	"\t" LAB_HOST_NAME "\n"

#endif
