/* Command-line arguments, checked before they are used: see args.h. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "args.h"

/*
 * strtoul() would skip blanks, take a sign and turn "-1" into a huge number
 * without a word.  Here nothing passes but digits.
 */
int
parse_number(const char *text, uint32_t low, uint32_t high, uint32_t *value)
{
	uint64_t number = 0;

	if (*text == '\0')
		return -1;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		number = number * 10 + (uint64_t)(*text - '0');
		if (number > high)
			return -1; /* more digits only make it larger */
	}
	if (number < low)
		return -1;
	*value = (uint32_t)number;
	return 0;
}

/*
 * inet_aton() and inet_addr() would also take "127.1", "0x7f000001" and
 * "127.0.0.1 and more"; inet_pton() takes four decimal parts and nothing else.
 */
int
parse_address(const char *text, uint8_t address[4])
{
	struct in_addr binary;

	if (inet_pton(AF_INET, text, &binary) != 1)
		return -1;
	memcpy(address, &binary, sizeof(binary));
	return 0;
}
