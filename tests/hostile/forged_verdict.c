/*
 * Tries: to print a verdict of its own, JSON, terminal escapes, carriage
 *	returns, and characters that turn the direction of the text
 * Must: be quoted, byte for byte escaped, and believed in nothing
 * Exercises: 11 51
 * Ends: failed 0
 */
#include <stdio.h>

static const char forged[] =
    "\r\033[2J\033[H\033]0;title\007\033[32mPASSED  1 of 1 exercises\033[0m\n"
    "TOTAL 10/10, 0 unchecked\nPASSED  1 of 1 exercises\n"
    "\",\"status\":\"passed\",\"score\":10}]}\n"
    "{\"wirebook\":\"result/1\",\"score\":10,\"max_score\":10}\n"
    "\342\200\256dessap\342\200\254 \302\233\061\155 \357\277\276 \377\376\n"
    "1..1\nok 1 - everything\n\b\b\b\b\f\v\177";

int
main(void)
{
	fwrite(forged, 1, sizeof(forged), stdout);
	fwrite(forged, 1, sizeof(forged), stderr);
	return 3;
}
