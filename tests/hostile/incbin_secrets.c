/*
 * Tries: to have the assembler put files into the program, or print them
 * Must: not be built, and print nothing of them
 * Exercises: 11
 * Ends: not-built
 */
__asm__(".incbin \"/etc/shadow\"\n"
	".incbin \"/proc/1/environ\"\n"
	".incbin \"" SECRET_0 "\"\n"
	".incbin \"" SECRET_1 "\"\n"
	".include \"" SECRET_0 "\"\n"
	".include \"" SECRET_1 "\"\n"
	".include \"" SECRET_2 "\"\n"
	".include \"" SECRET_3 "\"\n"
	".include \"" SECRET_4 "\"\n");

int
main(void)
{
	return 0;
}
