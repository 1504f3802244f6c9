/*
 * What the codec exercises share: each run of a case reads what the step
 * before its start gives it, and is held against what is right for those
 * bytes.  A case whose input is bad wants a refusal.
 */
#ifndef GRADER_CHECKS_CODEC_H
#define GRADER_CHECKS_CODEC_H

#include "diagnose/diagnose.h"
#include "model/exercise.h"

struct codec {
	enum coding encoding, decoding;
	recode_function *encode, *decode;
	bool (*letter)(uint8_t byte); /* of what is decoded */
};

/* Every run of the case: its output and its end. */
void codec_judge(const struct codec *codec, const struct exhibit *exhibit,
    struct verdict *verdict);

/* The only run of the case under the memory checker. */
void codec_judge_memory(const struct exhibit *exhibit, struct verdict *verdict);

/* Steps of a run; CODEC_RUNS makes a table of them. */
#define CODEC_RUN(word, input) \
	{ STEP_INPUT, 0, (input) }, { STEP_START, 0, (word) }, \
	{ \
		STEP_AWAIT_EXIT, 0, NULL \
	}
#define CODEC_ENCODE(input) CODEC_RUN("encode", input)
#define CODEC_DECODE(input) CODEC_RUN("decode", input)
#define CODEC_RUN_UNREAD(word, input) \
	{ STEP_INPUT, 0, (input) }, { STEP_HOLD_OUTPUT, 0, NULL }, \
	    { STEP_START, 0, (word) }, { STEP_AWAIT_FULL, 0, NULL }, \
	{ \
		STEP_AWAIT_EXIT, 0, NULL \
	}
/* Of the input one byte is there first, then less and more than a buffer. */
#define CODEC_RUN_PIECES(word, input) \
	{ STEP_INPUT, 0, (input) }, { STEP_HOLD_INPUT, 0, NULL }, \
	    { STEP_START, 0, (word) }, { STEP_FEED, 0, "1" }, \
	    { STEP_FEED, 0, "4" }, { STEP_FEED, 0, "1000" }, \
	    { STEP_FEED, 0, "4096" }, { STEP_FEED, 0, "1" }, \
	    { STEP_FEED, 0, "8195" }, \
	{ \
		STEP_AWAIT_EXIT, 0, NULL \
	}
#define CODEC_RUN_FULL_DISK(word, input) \
	{ STEP_FULL_DISK, 0, NULL }, CODEC_RUN(word, input)
#define CODEC_RUNS(...) \
	(const struct step[]) \
	{ \
		__VA_ARGS__, \
		{ \
			STEP_END, 0, NULL \
		} \
	}

/* The cases of bad arguments, the same for both. */
extern const struct step codec_args_count[], codec_args_word[];

/* So large an input, in bytes, that time has to be linear. */
enum { CODEC_MEGABYTES = 10000000 };

/* What comes of so much, either way, is more than a pipe holds. */
enum { CODEC_OVERFLOW = 300000 };

/* All pieces, and some bytes for the end; as letters they make whole groups. */
enum { CODEC_PIECES = 13300 };

/* For the memory checker: so many blocks of 4 KiB, and one byte. */
enum { CODEC_BLOCKS = 16, CODEC_BLOCKS_LEN = CODEC_BLOCKS * 4096 + 1 };

/* Every byte value once: number i is i * 167 + 106 modulo 256. */
#define CODEC_EVERY_BYTE \
	"\152\021\270\137\006\255\124\373\242\111\360\227\076\345\214\063" \
	"\332\201\050\317\166\035\304\153\022\271\140\007\256\125\374\243" \
	"\112\361\230\077\346\215\064\333\202\051\320\167\036\305\154\023" \
	"\272\141\010\257\126\375\244\113\362\231\100\347\216\065\334\203" \
	"\052\321\170\037\306\155\024\273\142\011\260\127\376\245\114\363" \
	"\232\101\350\217\066\335\204\053\322\171\040\307\156\025\274\143" \
	"\012\261\130\377\246\115\364\233\102\351\220\067\336\205\054\323" \
	"\172\041\310\157\026\275\144\013\262\131\000\247\116\365\234\103" \
	"\352\221\070\337\206\055\324\173\042\311\160\027\276\145\014\263" \
	"\132\001\250\117\366\235\104\353\222\071\340\207\056\325\174\043" \
	"\312\161\030\277\146\015\264\133\002\251\120\367\236\105\354\223" \
	"\072\341\210\057\326\175\044\313\162\031\300\147\016\265\134\003" \
	"\252\121\370\237\106\355\224\073\342\211\060\327\176\045\314\163" \
	"\032\301\150\017\266\135\004\253\122\371\240\107\356\225\074\343" \
	"\212\061\330\177\046\315\164\033\302\151\020\267\136\005\254\123" \
	"\372\241\110\357\226\075\344\213\062\331\200\047\316\165\034\303"

#endif
