# Wirebook's one Makefile.  Everything that is built goes to build/, a folder
# for each compiler and for SAN, so objects of different flags never mix;
# build/grader is a link to the grader that was built last.
#
# The lines that begin with two hashes are what `make help` prints.

## Goals
##   all            build the grader, common/, exercises and solutions
##   setup          install what grading needs, say what this machine allows;
##                  `make setup test` installs what the tests need as well
##   setup-userns   Ubuntu: let this checkout's grader make its own networks
##   NUMBER         grade one exercise: make 51
##   grade          grade all of them
##   try            run a program by hand: make try EX=51 ARGS='...'
##   shell          a shell in a private network
##   show           print a capture: make show FILE=got.pcap
##   list           the exercises
##   doctor         what this machine allows, and what mends the rest
##   record         make the expected captures anew (EX=51 for one exercise)
##   test           every test             test-unit     the unit tests alone
##   format         lay out all C files    format-check  see that they are
##   lint           compile with gcc and clang, a warning being an error;
##                  check the shape of the tree
##   mutants        a table of wrong programs and the checks that they fail;
##                  it fails if a check is failed by none of them
##   bench          what grading costs, as ratios
##   soak           50 grades of the solutions on a busy machine: all the same
##   clean          remove build/, kept runs too
##
## Switches for building
##   CC=clang       the compiler, of submissions too (gcc)
ifeq ($(origin CC),default)
CC = gcc
endif
##   CFLAGS=...     optimization and debugging (-O2 -g)
CFLAGS ?= -O2 -g
##   SAN=1          AddressSanitizer and UndefinedBehaviorSanitizer
SAN =
##   WERROR=1       a warning is an error
WERROR =
##   V=1            print whole commands
V =
##
## Switches for grading
##   SUBMISSION=DIR the folder that holds 51-raw-tcp-syn and others (exercises)
SUBMISSION =
##   SEED=NUMBER    draw other values for the cases
SEED =
##   JSON=FILE      write the result as JSON
JSON =
##   GRADE_FLAGS=.. more options of `build/grader grade`
GRADE_FLAGS =
EX =
ARGS =
FILE =

VERSION = 0.1

BUILD = build/$(notdir $(firstword $(CC)))$(if $(filter 1,$(SAN)),-san)

WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
# DWARF 4: valgrind 3.19 gives up on what clang writes by default.
ALL_FLAGS = -std=c11 -D_GNU_SOURCE -Icommon $(WARNINGS) \
	$(if $(filter 1,$(WERROR)),-Werror) -gdwarf-4 $(CPPFLAGS) $(CFLAGS)
GRADER_FLAGS = -Igrader -DWIREBOOK_VERSION='"$(VERSION)"' \
	-DWIREBOOK_CC='"$(CC)"' -DWIREBOOK_BUILD='"$(BUILD)"'
SAN_FLAGS = $(if $(filter 1,$(SAN)),-fsanitize=address$(,)undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer)
# Every symbol is bound at the start, once, and not again in each worker.
$(BUILD)/grader/grader $(BUILD)/tests/tools/bench_case: LDFLAGS += \
	-Wl,-z,relro,-z,now
LIBRARIES = -lpcap -ljansson -lseccomp
, := ,

# What submissions are linked with is never sanitized: they are not either.
PLAIN = $(BUILD)$(if $(filter 1,$(SAN)),/plain)

# Programs, objects ---------------------------------------------------------

COMMON := $(wildcard common/*.c)
GRADER := $(wildcard grader/*.c grader/*/*.c)
SMALL  := $(wildcard exercises/*/*.c solutions/*/*.c)
UNIT   := $(wildcard tests/unit/test_*.c)
C_FILES := $(wildcard $(foreach tree,common grader exercises solutions tests, \
	$(tree)/*.[ch] $(tree)/*/*.[ch] $(tree)/*/*/*.[ch] \
	$(tree)/*/*/*/*.[ch]))

COMMON_OBJS := $(COMMON:%.c=$(BUILD)/%.o)
GRADER_OBJS := $(GRADER:%.c=$(BUILD)/%.o)
PLAIN_OBJS  := $(COMMON:%.c=$(PLAIN)/%.o)
PROGRAMS    := $(SMALL:%.c=$(BUILD)/%)
UNIT_TESTS  := $(UNIT:%.c=$(BUILD)/%)
BENCH_CASE  := $(BUILD)/tests/tools/bench_case
OBJS := $(sort $(COMMON_OBJS) $(GRADER_OBJS) $(PLAIN_OBJS) \
	$(PROGRAMS:=.o) $(UNIT_TESTS:=.o) $(BENCH_CASE).o)

# exercises/51-raw-tcp-syn/ gives the goal 51
NUMBERS := $(foreach folder,$(wildcard exercises/*-*/),$(firstword \
	$(subst -, ,$(notdir $(folder:/=)))))

# $(call say,CC,main.c) comes before a command; $(call q,NAME) is the value of
# a variable as one word of the shell, whatever is in it.
say = $(if $(filter 1,$(V)),,@printf '  %-3s %s\n' '$(1)' '$(2)';)
q = '$(subst ','\'',$(value $(1)))'

all: build/grader $(BUILD)/libcommon.a $(PROGRAMS)

build/grader: $(BUILD)/grader/grader FORCE
	@[ "$$(readlink $@)" = $(<:build/%=%) ] || \
	{ ln -s $(<:build/%=%) $@.$$$$ && mv -fT $@.$$$$ $@; }

$(BUILD)/grader/grader: $(GRADER_OBJS) $(COMMON_OBJS)
$(UNIT_TESTS) $(BENCH_CASE): $(BUILD)/%: $(BUILD)/%.o \
	$(filter-out $(BUILD)/grader/main.o,$(GRADER_OBJS)) $(COMMON_OBJS)
$(UNIT_TESTS): LIBRARIES += -lcmocka
$(PROGRAMS): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/libcommon.a
$(PROGRAMS): LIBRARIES =

$(BUILD)/grader/grader $(UNIT_TESTS) $(BENCH_CASE) $(PROGRAMS):
	$(call say,LD,$@)$(CC) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) -o $@ \
	$(filter %.o %.a,$^) $(LIBRARIES) $(LDLIBS)

$(BUILD)/libcommon.a: $(PLAIN_OBJS)
	$(call say,AR,$@)rm -f $@ && $(AR) rcs $@ $^

compile = $(CC) $(ALL_FLAGS) $(if $(filter grader/% tests/%,$<), \
	$(GRADER_FLAGS)) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)$(compile) $(SAN_FLAGS)

ifneq ($(PLAIN),$(BUILD))
$(PLAIN)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)$(compile)
endif

$(OBJS): | $(BUILD)/deps
$(UNIT_TESTS:=.o): | $(BUILD)/deps-test

# Written only when it changes, so that other flags rebuild and the same ones
# do not.
FLAGS := $(CC) $(ALL_FLAGS) $(GRADER_FLAGS) $(SAN_FLAGS) $(LDFLAGS) $(LDLIBS)
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo $(call q,FLAGS) | cmp -s - $@ || echo $(call q,FLAGS) >$@

-include $(OBJS:.o=.d)

# What is needed from the system --------------------------------------------

NEED_BUILD := build $(if $(filter 1,$(SAN)),san)

# A missing library is named here, once, and not by the compiler file by file.
# A missing valgrind is the grader's to name: the rest can be graded without.
$(BUILD)/deps $(BUILD)/deps-test: grader/setup/needs
	@CC=$(call q,CC) grader/setup/packages check \
	$(if $(findstring -test,$@),test,$(NEED_BUILD))
	@mkdir -p $(@D) && touch $@

NEED_TEST := $(filter test test-unit mutants bench soak format format-check \
	lint, $(MAKECMDGOALS))

setup: build/grader
	@build/grader doctor || [ $$? -eq 3 ]

packages:
	@CC=$(call q,CC) grader/setup/packages install $(NEED_BUILD) grade \
	$(if $(NEED_TEST),test)

# In one call everything else waits for setup, with -j too: files until the
# packages are there, goals until it has spoken.
ifneq ($(filter setup,$(MAKECMDGOALS)),)
$(BUILD)/deps $(BUILD)/deps-test: packages
$(filter-out setup packages clean build/%,$(MAKECMDGOALS)): | setup
endif

# `make -j clean all` has to do one after the other.
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

setup-userns:
	@grader/setup/userns

# Grading -------------------------------------------------------------------

# Status 1 says that something was wrong with the submission: that is a grade
# too, so make has nothing to complain about.
FROM = $(if $(SUBMISSION),-s $(call q,SUBMISSION))
GRADE = build/grader grade $(FROM) \
	$(if $(SEED),--seed $(call q,SEED)) \
	$(if $(JSON),--json $(call q,JSON)) $(value GRADE_FLAGS)
graded = || { status=$$?; [ $$status -eq 1 ] || exit $$status; }

grade: build/grader $(BUILD)/libcommon.a
	@$(GRADE) $(graded)

$(NUMBERS): build/grader $(BUILD)/libcommon.a
	@$(GRADE) $@ $(graded)

try: build/grader $(BUILD)/libcommon.a
	$(if $(EX),,$(error Which exercise?  make try EX=51 ARGS='...'))
	@build/grader try $(FROM) $(call q,EX) -- $(value ARGS)

show: build/grader
	$(if $(FILE),,$(error Which capture?  make show FILE=got.pcap))
	@build/grader show $(call q,FILE)

record: build/grader $(BUILD)/libcommon.a
	@build/grader record $(if $(EX),$(call q,EX))

# What cannot be checked here is an answer, not an error.
doctor: build/grader
	@build/grader doctor || [ $$? -eq 3 ]

shell list: build/grader
	@build/grader $@

# Checking Wirebook itself --------------------------------------------------

run_tests = BUILD=$(BUILD) CC=$(call q,CC) tests/run

test: all $(UNIT_TESTS) $(BUILD)/deps-test
	@$(run_tests)

test-unit: $(UNIT_TESTS) $(BUILD)/deps-test
	@$(run_tests) unit

mutants: all $(BUILD)/deps-test
	@tests/end-to-end/programs.py --matrix

bench: all $(BENCH_CASE) $(BUILD)/deps-test
	@BUILD=$(BUILD) tests/bench

soak: all $(BUILD)/deps-test
	@tests/soak

format: $(BUILD)/deps-test
	@clang-format -i $(C_FILES)

format-check: $(BUILD)/deps-test
	@clang-format --dry-run -Werror $(C_FILES)

objects: $(OBJS)

lint: build/grader $(BUILD)/deps-test
	@$(MAKE) --no-print-directory CC=gcc WERROR=1 BUILD=build/lint/gcc objects
	@$(MAKE) --no-print-directory CC=clang WERROR=1 BUILD=build/lint/clang objects
	@$(run_tests) shape

clean:
	rm -rf build

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

.PHONY: all setup packages setup-userns grade $(NUMBERS) try show record \
	shell list doctor test test-unit mutants bench soak \
	format format-check objects \
	lint clean help
.DELETE_ON_ERROR:
FORCE:
